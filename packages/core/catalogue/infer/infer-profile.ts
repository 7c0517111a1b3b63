/** Infers the profile fields of a record without a profile: from its own fields, its path, or the primary platform. */
import { CHOSEN_ID } from "../../values/strings.ts";
import { ENTRIES } from "../entries.ts";
import { readPlatform } from "../platform.ts";
import type { Platform } from "../platform-id.schema.ts";
import { PRIMARY } from "../primary.ts";

/** The fields of a record from which its profile fields are inferred. */
export type ProfileHints = {
  artifact_path: string;
  deployment_profile_id?: string | null | undefined;
  platform?: string | null | undefined;
  profile_root_dir?: string | null | undefined;
};
/** The profile fields of a record. */
export type InferredProfile = { deployment_profile_id: string; platform: string; profile_root_dir: string };

/** A root that many platforms share, so it does not identify a platform. */
const SHARED_ROOT = ".agents";
/**
 * The platform of each root in the catalogue. If several platforms have a root, the first one counts: `.github` is
 * `copilot`.
 */
const ROOTS = new Map<string, string>();
for (const { root_dir, platform } of [...ENTRIES].reverse()) if (root_dir !== null) ROOTS.set(root_dir, platform);
ROOTS.set(SHARED_ROOT, "other");

/**
 * Infers the three profile fields. A field that the record has is kept. The root comes from the start of the path, or
 * from the named platform, or is `.claude` (source: SkillMeat's scripts/migrate_to_deployment_profiles.py).
 */
export function inferProfile(record: ProfileHints): InferredProfile {
  const root = record.profile_root_dir ?? knownRoot(record.artifact_path) ?? rootOfProfile(record) ?? primaryRoot();
  const platformOfRoot = ROOTS.get(root);
  return {
    deployment_profile_id:
      record.deployment_profile_id ??
      platformWithRoot(platformOwning(record.platform, root) ?? platformOfRoot) ??
      profileIdFromRoot(root),
    platform: record.platform ?? knownPlatform(record.deployment_profile_id) ?? platformOfRoot ?? "other",
    profile_root_dir: root,
  };
}

const primaryRoot = () => readPlatform(PRIMARY).root_dir as string;

/** Returns the known root at the start of a path. Every root is a single folder. */
export function knownRoot(path: string): string | undefined {
  const [first = ""] = path.split("/");
  return ROOTS.has(first) ? first : undefined;
}

/** Returns the root of the record's platform, or of the platform that has the same name as the record's profile. */
function rootOfProfile({ platform, deployment_profile_id }: ProfileHints): string | undefined {
  const known = knownPlatform(platform) ?? knownPlatform(deployment_profile_id);
  return known === undefined ? undefined : (readPlatform(known).root_dir ?? undefined);
}

/** Returns the platform if it has a preset. Its name then serves as the profile id. */
const platformWithRoot = (platform: string | undefined) =>
  platform === undefined || readPlatform(platform).root_dir === null ? undefined : platform;

/** Returns the record's platform if this is its root. Several platforms can have the same root. */
function platformOwning(platform: string | null | undefined, root: string): string | undefined {
  const known = knownPlatform(platform);
  return known !== undefined && readPlatform(known).root_dir === root ? known : undefined;
}

/** Returns a valid profile id made from a folder's name. */
function profileIdFromRoot(root: string): string {
  const id = root
    .replaceAll(/[^A-Za-z0-9._~+=@-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 128);
  return CHOSEN_ID.test(id) ? id : "other";
}

/** Returns the id if it is a platform of the catalogue. */
export const knownPlatform = (id: string | null | undefined) =>
  // Safe cast: entries have the platforms of the catalogue.
  ENTRIES.find((entry) => entry.platform === id)?.platform as Platform | undefined;
