// The draft of an incident that the clock found: a lead dismisses it with one press; declaring it is the declaring form's.
import { dismissCluster } from '../../usecases/notices/clusters.ts';
import { asAdvisor, type Capability } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';

export const cluster: Capability = {
  actions: {
    /** value: its id. Every lead's card says so afterwards */
    'dismiss-cluster': {
      run: async (context, value) => {
        await dismissCluster(context.services, asAdvisor(context), carriedNumber(value), context.request);
        return { kind: 'nothing' };
      },
    },
  },
};
