/** The bodies of an import in the API reference: a tracker, and the lock files of two tools. */
import * as z from "zod";

export const EXAMPLE_TRACKER = `[[deployed]]
artifact_name = "test-writer"
artifact_type = "skill"
artifact_path = "skills/test-writer"
content_hash = "2e7442e2"
`;

const EXAMPLE_APM_LOCK = `lockfile_version: '1'
apm_version: 0.32.0
dependencies:
- repo_url: acme/review-kit
  host: github.com
  resolved_commit: 3f8c1f0d5f6f4b0f9a4f2f6e8e1f2a7b9c0d1e2f
  resolved_ref: v1.2.0
  package_type: apm_package
  deployed_files:
  - .github/agents/reviewer.agent.md
  deployed_file_hashes:
    .github/agents/reviewer.agent.md: sha256:5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9
`;

const EXAMPLE_SKILLS_LOCK = {
  version: 1,
  skills: {
    "release-notes": {
      source: "acme/skills",
      sourceType: "github",
      ref: "v2",
      skillPath: "skills/release-notes/SKILL.md",
      computedHash: "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
    },
  },
};

const text = (description: string) => z.string().nullish().describe(description);

/** A skill in the lock file of skills. It is wider than what is accepted: a lock file of later releases can say more. */
const Skill = z
  .looseObject({
    source: text("The repository, the package, the website or the folder that the skill came from."),
    sourceType: text("What `source` is, such as `github`."),
    sourceUrl: text("The URL of the source."),
    ref: text("The branch, tag or commit."),
    skillPath: text("The path of the skill in its repository."),
    computedHash: text("The hash of the skill's folder, as skills computes it."),
    skillFolderHash: text("The tree of the skill's folder in its repository."),
  })
  .meta({ id: "LockedSkill", description: "A skill. Other members are kept." });

const SkillsLock = z
  .looseObject({
    version: z.int().nullish().describe("The version of the format."),
    skills: z.record(z.string(), Skill).describe("The skills by name."),
    skillsDir: text("The folder of the skills. Default: `.agents/skills`."),
  })
  .meta({
    id: "SkillsLock",
    description:
      "The lock file of [skills](https://github.com/vercel-labs/skills): a project's `skills-lock.json`, or the user's `.skill-lock.json`.",
  });

const file = (description: string) => z.string().meta({ description });

/** The bodies of an import by media type. Each has at most 4 MiB and 5,000 rows. */
export const IMPORT_BODIES = {
  toml: { schema: file("A tracker file, `.skillmeat-deployed.toml`."), example: EXAMPLE_TRACKER },
  yaml: {
    schema: file("The lock file of [apm](https://github.com/microsoft/apm), `apm.lock.yaml`."),
    example: EXAMPLE_APM_LOCK,
  },
  json: { schema: SkillsLock, example: EXAMPLE_SKILLS_LOCK },
};
