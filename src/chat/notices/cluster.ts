// Dismisses the draft of an incident. The draft's other button, "Declare incident", opens the form in declare.ts; how clusters are found is
// configured under `incidents.cluster`.
import { dismissCluster } from '../../usecases/notices/clusters.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability } from '../capability.ts';

/** The button that dismisses a draft; every lead's copy of the card then says who did. */
export const cluster: Capability = {
  actions: [
    actions.dismissCluster.handle({
      run: async (context, clusterId) => {
        await dismissCluster(context.services, asAdvisor(context), clusterId, context.request);
        return { kind: 'nothing' };
      },
    }),
  ],
};
