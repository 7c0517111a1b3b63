/** The route of observations: what clients saw of deployment records on a disk. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { MAX_OBSERVATION_BYTES } from "@skillmeat-deployments/core/model/limits.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { writes } from "../routing/route.ts";

const schemas = once(() => import("./observations.schema.ts"));
const observations = once(() => import("../verbs/observations.ts"));

export const observationRoutes = [
  writes({
    id: "recordObservations",
    method: "POST",
    path: PATHS.observations,
    access: "deployments:write",
    heavy: "import",
    body: { media: ["json"], maxBytes: MAX_OBSERVATION_BYTES },
    schema: async () => (await schemas()).recordObservations,
    verb: async ({ ctx, params, body }) => {
      const { verbs } = await observations();
      return verbs.recordObservations(ctx, params.project_id, body);
    },
    answer: (json) => ({ status: 200, json }),
  }),
];
