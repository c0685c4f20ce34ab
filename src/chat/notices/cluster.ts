// Dismisses the draft of an incident. The draft's other button, "Declare incident", opens the form in declare.ts; how clusters are found is
// configured under `incidents.cluster`.
import { dismissCluster } from '../../usecases/notices/clusters.ts';
import { asAdvisor, type Capability } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';

/** The button that dismisses a draft; every lead's copy of the card then says who did. */
export const cluster: Capability = {
  actions: {
    /** value: the cluster's id */
    'dismiss-cluster': {
      run: async (context, value) => {
        await dismissCluster(context.services, asAdvisor(context), carriedNumber(value), context.request);
        return { kind: 'nothing' };
      },
    },
  },
};
