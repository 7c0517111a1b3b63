/**
 * What every process of the API loads at its start and on-demand modules load as well. Each on-demand module imports this
 * one. Otherwise the bundler would make a file for each set of on-demand modules that share a module with the start:
 * 22 files instead of 4, and each costs a start 0.3 ms.
 */
import "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import "@skillmeat-deployments/core/model/api-paths.ts";
import "@skillmeat-deployments/core/model/artifact.ts";
import "@skillmeat-deployments/core/model/deployments/deployment.ts";
import "@skillmeat-deployments/core/model/events/event-row.ts";
import "@skillmeat-deployments/core/model/events/event-type.ts";
import "@skillmeat-deployments/core/model/observations/observed-deployments.ts";
import "@skillmeat-deployments/core/model/profile.ts";
import "@skillmeat-deployments/core/runtime/cache.ts";
import "@skillmeat-deployments/core/runtime/once.ts";
import "@skillmeat-deployments/core/storage/deadline.ts";
import "@skillmeat-deployments/core/values/documents/document.ts";
import "@skillmeat-deployments/core/values/number.ts";
import "@skillmeat-deployments/core/values/scope.ts";
import "@skillmeat-deployments/core/values/secret.ts";
import "./auth/access.ts";
import "./http/query.ts";
import "./http/request.ts";
