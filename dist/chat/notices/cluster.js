// The draft of an incident that the clock found: a lead dismisses it with one press; declaring it is the declaring form's.
import { dismissCluster } from "../../usecases/notices/clusters.js";
import { asAdvisor } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
export const cluster = {
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
//# sourceMappingURL=cluster.js.map