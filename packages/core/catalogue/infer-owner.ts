/** What a record from before profiles is taken for: by what it knows, else by its path, else the primary platform's. */
import { ProfileId } from "../values/strings.ts";
import { CATALOGUE } from "./catalogue.ts";
import { PRIMARY, readPlatform } from "./platform.ts";

/** The three fields that came with profiles. */
export type OwnerHints = {
  artifact_path: string;
  deployment_profile_id?: string | null | undefined;
  platform?: string | null | undefined;
  profile_root_dir?: string | null | undefined;
};
export type OwnerFields = { deployment_profile_id: string; platform: string; profile_root_dir: string };

/** Shared by so many platforms that it tells of none. */
const SHARED_ROOT = ".agents";
/** Roots of the catalogue, each with the first platform that has it: `.github` is Copilot's, before its CLI's. */
const ROOTS = new Map<string, string>();
for (const { root_dir, platform } of [...CATALOGUE].reverse()) if (root_dir !== null) ROOTS.set(root_dir, platform);
ROOTS.set(SHARED_ROOT, "other");

/**
 * All three, each by what is there already; else by the known root that the path begins with; else `.claude`
 * (upstream: scripts/migrate_to_deployment_profiles.py).
 */
export function inferOwner(record: OwnerHints): OwnerFields {
  const root = record.profile_root_dir ?? rootOf(record.artifact_path) ?? rootOfProfile(record) ?? primaryRoot();
  const byRoot = ROOTS.get(root);
  return {
    deployment_profile_id:
      record.deployment_profile_id ??
      platformWithRoot(platformOwning(record.platform, root) ?? byRoot) ??
      profileIdFromRoot(root),
    platform: record.platform ?? knownPlatform(record.deployment_profile_id) ?? byRoot ?? "other",
    profile_root_dir: root,
  };
}

const primaryRoot = () => readPlatform(PRIMARY).root_dir as string;

/** The known root that a path begins with: each is one folder. */
function rootOf(path: string): string | undefined {
  const [first = ""] = path.split("/");
  return ROOTS.has(first) ? first : undefined;
}

/** A profile or platform that goes by a platform's name has that platform's root. */
function rootOfProfile({ platform, deployment_profile_id }: OwnerHints): string | undefined {
  const known = knownPlatform(platform) ?? knownPlatform(deployment_profile_id);
  return known === undefined ? undefined : (readPlatform(known).root_dir ?? undefined);
}

/** A platform that names a profile; one without a preset is no name. */
const platformWithRoot = (platform: string | undefined) =>
  platform === undefined || readPlatform(platform).root_dir === null ? undefined : platform;

/** The platform, where the root is its own: several have one root. */
function platformOwning(platform: string | null | undefined, root: string): string | undefined {
  const known = knownPlatform(platform);
  return known !== undefined && readPlatform(known).root_dir === root ? known : undefined;
}

/** A profile id made of a folder's name, whatever that holds. */
function profileIdFromRoot(root: string): string {
  const id = root
    .replaceAll(/[^A-Za-z0-9._~+=@-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 128);
  return ProfileId.safeParse(id).success ? id : "other";
}

/** The catalogue's platform of this name. */
export const knownPlatform = (id: string | null | undefined) =>
  CATALOGUE.find((entry) => entry.platform === id)?.platform;
