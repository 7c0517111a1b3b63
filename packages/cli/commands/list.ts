/** The list of all commands. What runs them is loaded when it is needed, so that a start costs little. */
import type { Command, Option } from "./command.ts";

const JSON_OPTION: Option = { name: "json", help: "Print the result as JSON" };
const YES: Option = { name: "yes", help: "Answer every question with yes. Without a terminal nothing can be asked" };
const FROM: Option = {
  name: "from",
  value: "DIR",
  help: "The folder of artifacts. Default: source in .skillmeat/config.toml",
};
const API: Option = { name: "api", value: "URL", help: "The address of the service" };
const PROFILE: Option = { name: "profile", value: "ID", isList: true, help: "Only this profile. Can be repeated" };
const USER: Option = { name: "user", help: "Also profiles of the user's home" };
const DRY_RUN: Option = { name: "dry-run", help: "Only show what would be done" };
const FORCE: Option = { name: "force", help: "Overwrite or delete also what others wrote or changed" };

const command = (definition: Command): Command => ({
  ...definition,
  options: [...definition.options, JSON_OPTION],
});

export const COMMANDS: readonly Command[] = [
  command({
    name: "login",
    help: "Keep an API key for this user",
    details: [
      "The key is asked for, checked, and kept in the user's own configuration. SKILLMEAT_API_KEY is used instead where it is set.",
    ],
    options: [API, { name: "key-stdin", help: "Read the key from the input" }],
    examples: ["login --api https://deployments.example.com", "login --key-stdin < key.txt"],
    load: async () => (await import("./login.ts")).login,
  }),
  command({
    name: "logout",
    help: "Forget the API key",
    options: [API],
    examples: ["logout"],
    load: async () => (await import("./logout.ts")).logout,
  }),
  command({
    name: "init",
    help: "Make a project of this folder, with a profile for each platform that is found in it",
    options: [
      API,
      { name: "project", value: "ID", help: "The id of the project. Default: the name of the folder" },
      { name: "platform", value: "NAME", isList: true, help: "Also a profile for this platform. Can be repeated" },
      FROM,
      YES,
    ],
    examples: ["init", "init --project web-shop --platform codex --from ../artifacts --yes"],
    load: async () => (await import("./init.ts")).init,
  }),
  command({
    name: "plan",
    argument: "ARTIFACT",
    help: "Show what would be written where",
    details: ["Exit code 2: there is something to write. An ARTIFACT is a name, or type:name."],
    options: [FROM, PROFILE, USER, FORCE, { name: "diff", help: "Show the changes of each file" }],
    examples: ["plan", "plan skill:code-review --diff", "plan --from ../artifacts --profile codex"],
    load: async () => (await import("./plan.ts")).plan,
  }),
  command({
    name: "apply",
    argument: "ARTIFACT",
    help: "Write artifacts into the project and record them",
    details: [
      "New hooks and MCP servers are shown and have to be confirmed. Exit code 2: there are conflicts.",
      "It can be run again after any interruption.",
    ],
    options: [FROM, PROFILE, USER, YES, FORCE],
    examples: ["apply", "apply code-review --profile claude_code", "apply --from ../artifacts --yes"],
    load: async () => (await import("./apply.ts")).apply,
  }),
  command({
    name: "status",
    help: "Compare the files with the records and with the artifacts",
    details: ["Exit code 2: there are differences."],
    options: [FROM, PROFILE, USER, { name: "all", help: "List also what is as it should be" }],
    examples: ["status", "status --from ../artifacts --all"],
    load: async () => (await import("./status.ts")).status,
  }),
  command({
    name: "verify",
    help: "Check in CI that the files are as they were deployed",
    details: [
      "Exit code 0: all is as it should be. 1: an error. 2: there are differences.",
      "With --offline it compares with the trackers in the repository, needs no key and makes no request.",
    ],
    options: [
      FROM,
      PROFILE,
      USER,
      { name: "offline", help: "Compare with the trackers in the repository" },
      { name: "strict", help: "Files without a record are differences too. Not with --offline" },
      { name: "sarif", value: "FILE", help: "Write the differences as SARIF" },
      { name: "summary", value: "FILE", help: "Add a Markdown summary to a file. Default: $GITHUB_STEP_SUMMARY" },
      { name: "report", help: "Report what was found to the service, if this is the default branch" },
      { name: "report-any-branch", help: "Report it from any branch" },
    ],
    examples: ["verify --json", "verify --offline --sarif drift.sarif", "verify --report"],
    load: async () => (await import("./verify.ts")).verify,
  }),
  command({
    name: "remove",
    argument: "ARTIFACT",
    help: "Delete what was written and not changed since, and its records",
    details: [
      "Without an ARTIFACT: all of the project, or of the profiles. Exit code 2: something was changed and stays.",
    ],
    options: [PROFILE, USER, YES, FORCE],
    examples: ["remove code-review", "remove --profile codex --yes"],
    load: async () => (await import("./remove.ts")).remove,
  }),
  command({
    name: "adopt",
    help: "Make records of what lies in the project's folders already",
    details: [
      "Nothing on the disk changes. What differs from the collection is recorded as modified, so that nothing overwrites it.",
      "Exit code 2: there is something without a record, or something was left out.",
    ],
    options: [FROM, PROFILE, YES, DRY_RUN],
    examples: ["adopt --dry-run", "adopt --from ../artifacts --yes"],
    load: async () => (await import("./adopt.ts")).adopt,
  }),
  command({
    name: "prune",
    help: "Delete what was written, nobody changed, and no artifact or profile wants any more",
    details: [
      "On a terminal it shows first what it would delete. Exit code 2: something was changed and stays, or --dry-run found something to delete.",
    ],
    options: [FROM, PROFILE, USER, YES, DRY_RUN],
    examples: ["prune --dry-run", "prune --yes"],
    load: async () => (await import("./prune.ts")).prune,
  }),
  command({
    name: "import",
    argument: "FILE",
    help: "Make records of a tracker, or of another tool's lock file",
    details: [
      "FILE is .skillmeat-deployed.toml, apm.lock.yaml or skills-lock.json. Exit code 2: something was left out.",
    ],
    options: [
      { name: "profile", value: "ID", help: "The profile of rows that name none" },
      { name: "lenient", help: "Leave out invalid rows instead of refusing the file" },
      DRY_RUN,
    ],
    examples: ["import .claude/.skillmeat-deployed.toml", "import apm.lock.yaml --dry-run"],
    load: async () => (await import("./import.ts")).importFile,
  }),
  command({
    name: "export",
    help: "Write the records as SkillMeat's trackers, one in the root of each profile",
    options: [PROFILE, USER, { name: "stdout", help: "Print them as one tracker, and write nothing" }],
    examples: ["export", "export --profile codex --stdout"],
    load: async () => (await import("./export.ts")).exportTrackers,
  }),
  command({
    name: "watch",
    help: "Show the project's events as they come, from where it stopped",
    details: [
      "The first time it begins with the oldest event that is kept. A command that fails ends it, and gets its event again.",
    ],
    options: [
      { name: "exec", value: "CMD", help: "Run a command for each event, which is JSON on its input" },
      { name: "once", help: "End when there are no more events" },
      { name: "new", help: "Begin with what comes from now on" },
      { name: "all", help: "Begin with the oldest event that is kept" },
    ],
    examples: ["watch", "watch --new --exec 'jq .type'", "watch --once --json"],
    load: async () => (await import("./watch.ts")).watch,
  }),
  command({
    name: "completions",
    argument: "SHELL",
    help: "Print a script that completes commands and options: for bash, zsh or fish",
    options: [],
    examples: [
      "completions bash > ~/.local/share/bash-completion/completions/skillmeat-deploy",
      "completions fish | source",
    ],
    load: async () => (await import("./completions.ts")).completions(COMMANDS),
  }),
  command({
    name: "open",
    help: "Open the reference of the API in the browser",
    options: [API],
    examples: ["open"],
    load: async () => (await import("./open.ts")).open,
  }),
];
