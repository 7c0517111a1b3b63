// Generated from packages/api/openapi.json by `npm run generate:client`.
import type { Method } from "../method.ts";

/** The method and path of each operation, and the media type of its answer if that is not JSON. */
export const OPERATIONS = {
  readService: "GET /",
  readMe: "GET /me",
  readHealth: "GET /healthz",
  readReadiness: "GET /readyz",
  readOpenApi: "GET /openapi.json",
  readAsyncApi: "GET /asyncapi.json",
  readDocs: "GET /docs text/html",
  readDocsStyle: "GET /docs/swagger-ui.css text/css",
  readDocsScript: "GET /docs/swagger-ui-bundle.js text/javascript",
  detectPlatforms: "POST /platforms/detect",
  listPlatforms: "GET /platforms",
  readPlatform: "GET /platforms/{platform}",
  createProject: "POST /projects",
  listProjects: "GET /projects",
  readProject: "GET /projects/{project_id}",
  patchProject: "PATCH /projects/{project_id}",
  deleteProject: "DELETE /projects/{project_id}",
  putProject: "PUT /projects/{project_id}",
  createProfile: "POST /projects/{project_id}/profiles",
  listProfiles: "GET /projects/{project_id}/profiles",
  readPresetDiff: "GET /projects/{project_id}/profiles/{profile_id}/preset-diff",
  readProfile: "GET /projects/{project_id}/profiles/{profile_id}",
  patchProfile: "PATCH /projects/{project_id}/profiles/{profile_id}",
  deleteProfile: "DELETE /projects/{project_id}/profiles/{profile_id}",
  putProfile: "PUT /projects/{project_id}/profiles/{profile_id}",
  createArtifact: "POST /artifacts",
  listArtifacts: "GET /artifacts",
  readArtifact: "GET /artifacts/{artifact_id}",
  patchArtifact: "PATCH /artifacts/{artifact_id}",
  deleteArtifact: "DELETE /artifacts/{artifact_id}",
  putArtifact: "PUT /artifacts/{artifact_id}",
  recordDeployment: "POST /projects/{project_id}/deployments",
  listDeployments: "GET /projects/{project_id}/deployments",
  recordBatch: "POST /projects/{project_id}/deployments/batch",
  importDeployments: "POST /projects/{project_id}/deployments/import",
  readDeployment: "GET /projects/{project_id}/deployments/{deployment_id}",
  patchDeployment: "PATCH /projects/{project_id}/deployments/{deployment_id}",
  deleteDeployment: "DELETE /projects/{project_id}/deployments/{deployment_id}",
  recordObservations: "POST /projects/{project_id}/observations",
  readStatus: "GET /projects/{project_id}/status",
  planDeployments: "POST /projects/{project_id}/plan",
  listEvents: "GET /events",
  listProjectEvents: "GET /projects/{project_id}/events",
  readEventSchema: "GET /events/schemas/{type}",
  createWebhook: "POST /webhooks",
  listWebhooks: "GET /webhooks",
  readWebhook: "GET /webhooks/{webhook_id}",
  patchWebhook: "PATCH /webhooks/{webhook_id}",
  deleteWebhook: "DELETE /webhooks/{webhook_id}",
  rotateWebhook: "POST /webhooks/{webhook_id}/rotate",
  testWebhook: "POST /webhooks/{webhook_id}/test",
  replayWebhook: "POST /webhooks/{webhook_id}/replay",
  listDeliveries: "GET /webhooks/{webhook_id}/deliveries",
  readDelivery: "GET /webhooks/{webhook_id}/deliveries/{delivery_id}",
  redeliver: "POST /webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
  createKey: "POST /keys",
  listKeys: "GET /keys",
  readKey: "GET /keys/{key_id}",
  patchKey: "PATCH /keys/{key_id}",
  deleteKey: "DELETE /keys/{key_id}",
  rotateKey: "POST /keys/{key_id}/rotate",
  createTenant: "POST /tenants",
  listTenants: "GET /tenants",
  readTenant: "GET /tenants/{tenant_id}",
  updateTenant: "PATCH /tenants/{tenant_id}",
  createTenantKey: "POST /tenants/{tenant_id}/keys",
} as const;

/** The client's methods: one for each operation of the API, under its `operationId`. */
export interface Operations {
  /**
   * Read information about the service
   */
  readService: Method<"readService">;
  /**
   * Read information about the credential
   *
   * Returns the tenant, key id, scopes and expiry of the credential that sends the request, and the limits of its tenant.
   */
  readMe: Method<"readMe">;
  /**
   * Check liveness
   *
   * Returns 200 while the process runs. It does not access storage.
   */
  readHealth: Method<"readHealth">;
  /**
   * Check readiness
   *
   * Makes one bounded read from storage, at most once a second for each instance.
   */
  readReadiness: Method<"readReadiness">;
  /**
   * Read this OpenAPI document
   */
  readOpenApi: Method<"readOpenApi">;
  /**
   * Read the AsyncAPI document: the feeds, the bus and the webhooks
   */
  readAsyncApi: Method<"readAsyncApi">;
  /**
   * Read the API reference page
   */
  readDocs: Method<"readDocs">;
  /**
   * Read the style sheet of the reference page
   */
  readDocsStyle: Method<"readDocsStyle">;
  /**
   * Read the script of the reference page
   */
  readDocsScript: Method<"readDocsScript">;
  /**
   * Detect platforms
   *
   * Returns the platforms that files and folders tell of, with the evidence. A path that several platforms share, such as `.agents/skills` or `AGENTS.md`, tells of none. Nothing is stored.
   */
  detectPlatforms: Method<"detectPlatforms">;
  /**
   * List platforms
   *
   * Returns the catalogue, with the primary platform first. With `surface` or `reads`, only the platforms that have both.
   */
  listPlatforms: Method<"listPlatforms">;
  /**
   * Read a platform
   *
   * Returns the platform's preset, with the sources for each path.
   */
  readPlatform: Method<"readPlatform">;
  /**
   * Create a project
   *
   * Scope: `projects:write`.
   */
  createProject: Method<"createProject">;
  /**
   * List projects
   *
   * Scope: `projects:read`.
   */
  listProjects: Method<"listProjects">;
  /**
   * Read a project
   *
   * Scope: `projects:read`.
   */
  readProject: Method<"readProject">;
  /**
   * Update a project with a merge patch
   *
   * The body is a JSON merge patch (RFC 7396): null clears a nullable field. If no value changes, no new version and no event are created.
   *
   * Scope: `projects:write`.
   */
  patchProject: Method<"patchProject">;
  /**
   * Delete a project
   *
   * Scope: `projects:write`.
   */
  deleteProject: Method<"deleteProject">;
  /**
   * Update a project
   *
   * All fields are optional. A field that is omitted or null keeps its value. If no value changes, no new version and no event are created.
   *
   * Scope: `projects:write`.
   */
  putProject: Method<"putProject">;
  /**
   * Create a deployment profile
   *
   * Only `profile_id` and `platform` are required. Omitted fields get their values from the platform's catalogue entry.
   *
   * Scope: `profiles:write`.
   */
  createProfile: Method<"createProfile">;
  /**
   * List deployment profiles
   *
   * Scope: `profiles:read`.
   */
  listProfiles: Method<"listProfiles">;
  /**
   * Compare a deployment profile with the current catalogue
   *
   * Returns the differences between the profile and its platform's current preset: as a merge patch, which can be sent to the profile by PATCH, and as a list of changes.
   *
   * Scope: `profiles:read`.
   */
  readPresetDiff: Method<"readPresetDiff">;
  /**
   * Read a deployment profile
   *
   * Scope: `profiles:read`.
   */
  readProfile: Method<"readProfile">;
  /**
   * Update a deployment profile with a merge patch
   *
   * The body is a JSON merge patch (RFC 7396): null clears a nullable field. If no value changes, no new version and no event are created.
   *
   * Scope: `profiles:write`.
   */
  patchProfile: Method<"patchProfile">;
  /**
   * Delete a deployment profile
   *
   * Scope: `profiles:write`.
   */
  deleteProfile: Method<"deleteProfile">;
  /**
   * Update a deployment profile
   *
   * All fields are optional. A field that is omitted or null keeps its value. If no value changes, no new version and no event are created.
   *
   * Scope: `profiles:write`.
   */
  putProfile: Method<"putProfile">;
  /**
   * Create an artifact
   *
   * Scope: `artifacts:write`.
   */
  createArtifact: Method<"createArtifact">;
  /**
   * List artifacts
   *
   * Scope: `artifacts:read`.
   */
  listArtifacts: Method<"listArtifacts">;
  /**
   * Read an artifact
   *
   * Scope: `artifacts:read`.
   */
  readArtifact: Method<"readArtifact">;
  /**
   * Update an artifact with a merge patch
   *
   * The body is a JSON merge patch (RFC 7396): null clears a nullable field. If no value changes, no new version and no event are created.
   *
   * Scope: `artifacts:write`.
   */
  patchArtifact: Method<"patchArtifact">;
  /**
   * Delete an artifact
   *
   * Scope: `artifacts:write`.
   */
  deleteArtifact: Method<"deleteArtifact">;
  /**
   * Update an artifact
   *
   * All fields are optional. A field that is omitted or null keeps its value. If no value changes, no new version and no event are created.
   *
   * Scope: `artifacts:write`.
   */
  putArtifact: Method<"putArtifact">;
  /**
   * Record a deployment
   *
   * Records a deployment for one profile (`deployment_profile_id`), for every matching profile (`all_profiles`), or without a profile. If a record with the same id exists, it is updated and the response is 200; it stays where it is unless `artifact_path` is given.
   *
   * Scope: `deployments:write`.
   */
  recordDeployment: Method<"recordDeployment">;
  /**
   * List deployment records
   *
   * As TOML, the response is a SkillMeat tracker file. Without `limit`, it is the whole file up to 4 MiB; a larger file is split into pages, which can be concatenated. With a filter, a page is made from at most 10,000 records. `status` is for JSON only, and so is `observed`.
   *
   * Scope: `deployments:read`.
   */
  listDeployments: Method<"listDeployments">;
  /**
   * Record many deployments
   *
   * Records up to 500 deployments in one request. If the body is invalid, the response is 422 with a pointer for each error, and nothing is written. Otherwise each item is recorded as if it was sent alone, in order: if one is refused, its outcome is `failed`, and the others go on. `all_profiles` is not possible here. If a request was interrupted, send it again: records that are already equal are not written.
   *
   * Scope: `deployments:write`.
   */
  recordBatch: Method<"recordBatch">;
  /**
   * Import a tracker or lock file
   *
   * Imports a SkillMeat tracker (TOML), or the lock file of apm (YAML) or of skills (JSON). The whole file is validated first. If a row is invalid, the response is 422 with a pointer for each error, and nothing is written. Unknown keys, platforms and artifact types are kept for the next export. Importing the same file again changes nothing.
   *
   * Of a lock file, the artifacts are registered too, with their `source` and commit, which requires the scope `artifacts:write` as well. The profile of a record is derived from its path. What is no artifact is left out and listed. Hashes get the prefix of their kind, because other tools compute other hashes.
   *
   * Scope: `deployments:write`.
   */
  importDeployments: Method<"importDeployments">;
  /**
   * Read a deployment
   *
   * Scope: `deployments:read`.
   */
  readDeployment: Method<"readDeployment">;
  /**
   * Update a deployment with a merge patch
   *
   * The body is a JSON merge patch (RFC 7396): null clears a nullable field. If no value changes, no new version and no event are created.
   *
   * Scope: `deployments:write`.
   */
  patchDeployment: Method<"patchDeployment">;
  /**
   * Delete a deployment
   *
   * Scope: `deployments:write`.
   */
  deleteDeployment: Method<"deleteDeployment">;
  /**
   * Report what lies on a disk
   *
   * Records what a client saw of deployment records, up to 500 in one request. The records do not change, nor do their versions and ETags; `observed` of a record and of the status shows the last observation. Each change of a record's state makes one event, `skillmeat.deployment.observed`; an observation of the same state makes none. An observation that is older than the stored one is ignored. Records that do not exist are listed in the answer. If a request was interrupted, send it again.
   *
   * Scope: `deployments:write`.
   */
  recordObservations: Method<"recordObservations">;
  /**
   * Read the deployment status of a project
   *
   * Returns which records are modified, outdated or both, by profile and by platform. Counts include at most 10,000 records; `truncated` is true if there are more. The records are listed in pages of 1,000: follow `Link`.
   *
   * Scope: `deployments:read`.
   */
  readStatus: Method<"readStatus">;
  /**
   * Plan deployments
   *
   * Returns, for each artifact and profile, the file that a deployment would write, or the reason why the artifact is skipped. Also returns the files that more than one deployment would write or read, existing records included. An artifact that is recorded stays where its record says. Nothing is written. At most 2,000 artifacts, 10,000 entries and 5,000,000 bytes of answer.
   *
   * Scope: `deployments:read`.
   */
  planDeployments: Method<"planDeployments">;
  /**
   * List the events of the tenant: changes of projects and artifacts
   *
   * With a filter, a page is read from at most 1,000 events, so it can be short or empty; its `next` is after the last event that was looked at. To receive new events, poll the `rel="next"` path of the `Link` header, which every response has. A position beyond the end of the feed gets 400. A position whose events are no longer retained gets 410.
   *
   * Scope: `events:read`.
   */
  listEvents: Method<"listEvents">;
  /**
   * List the events of a project: changes of profiles and deployments
   *
   * With a filter, a page is read from at most 1,000 events, so it can be short or empty; its `next` is after the last event that was looked at. To receive new events, poll the `rel="next"` path of the `Link` header, which every response has. A position beyond the end of the feed gets 400. A position whose events are no longer retained gets 410.
   *
   * Scope: `events:read`.
   */
  listProjectEvents: Method<"listProjectEvents">;
  /**
   * Read the JSON Schema of an event type
   *
   * Returns the schema of the event's `data`. The `dataschema` of an event is the URL of its schema. Event types: `skillmeat.project.created`, `skillmeat.project.updated`, `skillmeat.project.deleted`, `skillmeat.profile.created`, `skillmeat.profile.updated`, `skillmeat.profile.deleted`, `skillmeat.artifact.created`, `skillmeat.artifact.updated`, `skillmeat.artifact.deleted`, `skillmeat.deployment.created`, `skillmeat.deployment.updated`, `skillmeat.deployment.deleted`, `skillmeat.deployment.observed`, `skillmeat.webhook.failing`, `skillmeat.webhook.exhausted`, `skillmeat.webhook.disabled`, `skillmeat.webhook.recovered`.
   */
  readEventSchema: Method<"readEventSchema">;
  /**
   * Create a webhook
   *
   * Events that happen from now on are sent to the URL, signed by Standard Webhooks 1.0. Only this response contains the secret; it cannot be read again.
   *
   * Scope: `webhooks:write`.
   */
  createWebhook: Method<"createWebhook">;
  /**
   * List webhooks
   *
   * Scope: `webhooks:read`.
   */
  listWebhooks: Method<"listWebhooks">;
  /**
   * Read a webhook
   *
   * The ETag changes with what clients set, not with the outcomes of deliveries.
   *
   * Scope: `webhooks:read`.
   */
  readWebhook: Method<"readWebhook">;
  /**
   * Update a webhook with a merge patch
   *
   * The body is a JSON merge patch (RFC 7396): null clears a nullable field. Set `status` to `paused` to stop the webhook, and to `active` to go on, also after the service has disabled it. What is in its queue waits meanwhile; what happens meanwhile is not queued.
   *
   * Scope: `webhooks:write`.
   */
  patchWebhook: Method<"patchWebhook">;
  /**
   * Delete a webhook
   *
   * What is in its queue is not sent.
   *
   * Scope: `webhooks:write`.
   */
  deleteWebhook: Method<"deleteWebhook">;
  /**
   * Make a new secret
   *
   * Deliveries are signed with the new secret and, for `grace_seconds`, with the old one too. Only this response contains the new secret.
   *
   * Scope: `webhooks:write`.
   */
  rotateWebhook: Method<"rotateWebhook">;
  /**
   * Send a test event
   *
   * Queues an event of the type `skillmeat.webhook.test`. Read the delivery to see how it went.
   *
   * Scope: `webhooks:write`.
   */
  testWebhook: Method<"testWebhook">;
  /**
   * Send past events again
   *
   * Queues the events since a time, or after a sequence of a feed, as far as they are retained and the webhook wants them; also those that were delivered. A call looks at about 1,000 events: send the request again with the `cursor` of the answer, until it is null.
   *
   * Scope: `webhooks:write`.
   */
  replayWebhook: Method<"replayWebhook">;
  /**
   * List the deliveries of a webhook
   *
   * Scope: `webhooks:read`.
   */
  listDeliveries: Method<"listDeliveries">;
  /**
   * Read a delivery with its attempts
   *
   * Scope: `webhooks:read`.
   */
  readDelivery: Method<"readDelivery">;
  /**
   * Deliver an event again
   *
   * The delivery is due at once, with a new schedule. The webhook has to be active to get it.
   *
   * Scope: `webhooks:write`.
   */
  redeliver: Method<"redeliver">;
  /**
   * Create an API key
   *
   * A key cannot have scopes that its creator lacks. Only this response contains the complete key; it cannot be read again.
   *
   * Scope: `keys:write`.
   */
  createKey: Method<"createKey">;
  /**
   * List API keys
   *
   * Scope: `keys:read`.
   */
  listKeys: Method<"listKeys">;
  /**
   * Read an API key
   *
   * Scope: `keys:read`.
   */
  readKey: Method<"readKey">;
  /**
   * Rename an API key
   *
   * Only the name can be changed.
   *
   * Scope: `keys:write`.
   */
  patchKey: Method<"patchKey">;
  /**
   * Revoke an API key
   *
   * The credential must have all scopes of the key. All running instances refuse the key within 30 seconds. The tenant's last key with `keys:write` that has not expired cannot be revoked, unless access tokens (OIDC) are accepted as well.
   *
   * Scope: `keys:write`.
   */
  deleteKey: Method<"deleteKey">;
  /**
   * Rotate an API key
   *
   * Creates a key with the same name, scopes and expiry, and lets the old one expire after `grace_seconds`. The credential must have all scopes of the key, and not expire earlier. Running instances notice the new expiry of the old key within 30 seconds. Only this response contains the complete new key; it cannot be read again.
   *
   * Scope: `keys:write`.
   */
  rotateKey: Method<"rotateKey">;
  /**
   * Create a tenant
   *
   * Also creates the tenant's first API key, with all scopes. Only this response contains the complete key; it cannot be read again.
   */
  createTenant: Method<"createTenant">;
  /**
   * List tenants
   */
  listTenants: Method<"listTenants">;
  /**
   * Read a tenant
   */
  readTenant: Method<"readTenant">;
  /**
   * Change a tenant
   *
   * Changes the name, the limits or the suspension of a tenant. Takes effect within 30 seconds.
   */
  updateTenant: Method<"updateTenant">;
  /**
   * Create an API key of a tenant
   *
   * The key has all scopes and does not expire. For a tenant whose keys are lost. Only this response contains the complete key; it cannot be read again.
   */
  createTenantKey: Method<"createTenantKey">;
}
