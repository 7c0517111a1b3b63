// Generated from packages/api/openapi.json by `npm run generate:client`.
export interface components {
    schemas: {
        /** @description The paths to look at. */
        DetectRequest: {
            /** @description Files and folders: relative to the project, or beginning with `~/` in the user's home. What `git -c core.quotePath=off ls-files` or `find .` prints can be sent as it is. */
            paths: string[];
        };
        /** @description A new project. Every field is optional. */
        ProjectCreate: {
            /** @description The id of the project. The client chooses it, or the server generates `prj_` and a ULID. Immutable. */
            project_id?: string;
            /** @description The display name. Defaults to the id. */
            name?: string;
            /** @description A description of the project. */
            description?: string | null;
            /** @description The location of the project on the users' disks. Free text that the service does not interpret. */
            path?: string | null;
        };
        /** @description The fields to change. Omitted fields keep their values. */
        ProjectPatch: {
            /** @description The display name. Defaults to the id. */
            name?: string;
            /** @description A description of the project. */
            description?: string | null;
            /** @description The location of the project on the users' disks. Free text that the service does not interpret. */
            path?: string | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            project_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description The fields to change. Omitted fields keep their values. */
        ProjectPut: {
            /** @description The display name. Defaults to the id. */
            name?: string | null;
            description?: (string | null) | null;
            path?: (string | null) | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            project_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description Omitted fields come from the platform's preset in the catalogue. A given field is kept, even if it is empty. */
        DeploymentProfileCreate: {
            /** @description The id of the profile within the project. The client chooses it. Immutable. */
            profile_id: string;
            platform: components["schemas"]["Platform"];
            /** @description The platform's folder, relative to the project. */
            root_dir?: string;
            /**
             * @description Whether the paths are in a project (`project`, default) or in the user's home (`user`). Everywhere else, read *the project* as the home folder for a profile with `user`.
             * @enum {string}
             */
            scope?: "project" | "user";
            /** @description The folder that `base: project` stands for, and that the platform reads its other paths from. Empty: the project's own folder. Default: the part of `root_dir` before the platform's own root, such as `apps/web` for `apps/web/.codex`. Changing `root_dir` later does not change it. */
            scope_dir?: string;
            artifact_path_map?: components["schemas"]["ArtifactPathMap"];
            /** @description The instruction files that the platform reads, relative to `scope_dir`. */
            project_config_filenames?: string[];
            /** @description The folders in which context entities can be written, relative to `scope_dir`. */
            context_path_prefixes?: string[];
            /** @description The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains. */
            supported_artifact_types?: components["schemas"]["ArtifactType"][];
            /** @description A description of the profile. */
            description?: string | null;
            /**
             * @description The skills folder, for a platform that reads both: `native` is its own folder, `shared` is `.agents/skills`. Sets the entry in `artifact_path_map`; not stored.
             * @enum {string}
             */
            skills_layout?: "native" | "shared";
        };
        /**
         * @description - `claude_code`: Anthropic's Claude Code. It is the primary platform: a record without a profile counts as this platform.
         *     - `codex`: OpenAI's Codex CLI.
         *     - `gemini`: Google's Gemini CLI.
         *     - `cursor`: The Cursor editor and its agent.
         *     - `copilot`: GitHub Copilot in VS Code and in the cloud.
         *     - `copilot_cli`: GitHub Copilot on the command line. It differs from Copilot in prompts and MCP servers.
         *     - `opencode`: The OpenCode terminal agent.
         *     - `devin`: Cognition's Devin Desktop, called Windsurf until 2026-06-02, and its command line.
         *     - `windsurf`: The Windsurf editor under its old name, with its old folders. The vendor renamed it to Devin Desktop on 2026-06-02.
         *     - `cline`: The Cline agent for editors and the terminal.
         *     - `roo`: The Roo Code extension. It is archived; the community continues it as Zoo Code.
         *     - `zoocode`: The community's continuation of Roo Code, with the same folders.
         *     - `kiro`: Amazon's Kiro: the editor and the command line.
         *     - `amp`: The Amp coding agent.
         *     - `goose`: The open-source agent Goose, which was started at Block.
         *     - `junie`: JetBrains' agent Junie.
         *     - `zed`: The Zed editor and its agent.
         *     - `qwen`: Alibaba's Qwen Code.
         *     - `factory`: Factory's Droid.
         *     - `antigravity`: Google's Antigravity 2.0: the editor and the command line, agy.
         *     - `kilo`: The Kilo Code agent for editors and the terminal.
         *     - `augment`: Augment Code and its command line, Auggie.
         *     - `warp`: The Warp terminal and its agent.
         *     - `grok`: xAI's Grok Build command line.
         *     - `kimi`: Moonshot AI's Kimi Code command line.
         *     - `pi`: The Pi coding agent.
         *     - `vibe`: Mistral's Vibe command line.
         *     - `trae`: ByteDance's Trae editor and its agent.
         *     - `crush`: Charm's Crush, an agent for the terminal.
         *     - `continue`: The Continue agent for editors and the terminal. It is archived.
         *     - `rovodev`: Atlassian's Rovo Dev command line.
         *     - `jetbrains`: The AI Assistant in JetBrains' editors. Junie is a separate platform.
         *     - `replit`: Replit's agent.
         *     - `codebuddy`: Tencent's CodeBuddy, an editor and the command line CodeBuddy Code.
         *     - `qoder`: Alibaba's Qoder, an editor and the command line qodercli.
         *     - `command_code`: The Command Code terminal agent.
         *     - `hermes`: Nous Research's Hermes Agent. It has its skills and servers in the user's home.
         *     - `bob`: IBM's Bob, an editor and the command line Bob Shell.
         *     - `iflow`: The iFlow terminal agent, which was shut down on 2026-04-17.
         *     - `openclaw`: The OpenClaw assistant, called Clawdbot and Moltbot before. A project is the workspace of an agent.
         *     - `firebender`: The Firebender agent for JetBrains' editors and Android Studio.
         *     - `openhands`: The open-source agent OpenHands.
         *     - `adal`: SylphAI's terminal agent AdaL.
         *     - `cortex`: Snowflake's Cortex Code command line.
         *     - `forge`: The ForgeCode terminal agent.
         *     - `kode`: ShareAI Lab's terminal agent Kode.
         *     - `xum`: Coder's Xum, called Mux until 2026, for agents that work in parallel.
         *     - `neovate`: The Neovate terminal agent.
         *     - `pochi`: TabbyML's Pochi, for VS Code and the terminal.
         *     - `tabnine`: Tabnine's command line.
         *     - `zcode`: Z.ai's ZCode, a development environment for the GLM models.
         *     - `zencoder`: Zencoder's coding agent.
         *     - `deepagents`: LangChain's Deep Agents Code, the command line dcode.
         *     - `lingma`: Alibaba's Tongyi Lingma editor and its agent.
         *     - `mcpjam`: The MCPJam inspector for MCP servers, and its agent.
         *     - `trae_cn`: The edition of ByteDance's Trae for China.
         *     - `codearts`: Huawei's CodeArts agent.
         *     - `omp`: oh-my-pi (omp), a coding agent made from Pi.
         *     - `aiderdesk`: AiderDesk, a desktop application with a coding agent.
         *     - `amazon_q`: Amazon Q Developer's command line. The command line of Kiro replaced it.
         *     - `astrbot`: AstrBot, a framework for chat bots with agents.
         *     - `codestudio`: The coding agent Code Studio.
         *     - `dexto`: Truffle AI's Dexto agent.
         *     - `fx`: The coding agent fx (fx.sh).
         *     - `lm_studio`: LM Studio, an application that runs models on the user's machine.
         *     - `ona`: Ona's coding agent.
         *     - `reasonix`: Reasonix, a coding agent for the DeepSeek models.
         *     - `letta`: Letta Code, a command line whose agents have a memory.
         *     - `aider`: Aider, a command line for pair programming.
         *     - `takt`: TAKT, which runs coding agents by workflows.
         *     - `jules`: Google's Jules, an agent that works on repositories by itself.
         *     - `other`: A tool that the catalogue does not contain. It has no preset, so a profile must set root_dir.
         *     - `remote_git`: A remote Git repository as a target. It has no preset, so a profile must set root_dir.
         * @enum {string}
         */
        Platform: "claude_code" | "codex" | "gemini" | "cursor" | "copilot" | "copilot_cli" | "opencode" | "devin" | "windsurf" | "cline" | "roo" | "zoocode" | "kiro" | "amp" | "goose" | "junie" | "zed" | "qwen" | "factory" | "antigravity" | "kilo" | "augment" | "warp" | "grok" | "kimi" | "pi" | "vibe" | "trae" | "crush" | "continue" | "rovodev" | "jetbrains" | "replit" | "codebuddy" | "qoder" | "command_code" | "hermes" | "bob" | "iflow" | "openclaw" | "firebender" | "openhands" | "adal" | "cortex" | "forge" | "kode" | "xum" | "neovate" | "pochi" | "tabnine" | "zcode" | "zencoder" | "deepagents" | "lingma" | "mcpjam" | "trae_cn" | "codearts" | "omp" | "aiderdesk" | "amazon_q" | "astrbot" | "codestudio" | "dexto" | "fx" | "lm_studio" | "ona" | "reasonix" | "letta" | "aider" | "takt" | "jules" | "other" | "remote_git";
        /** @description Where the artifacts of each type go: a directory relative to `root_dir`, or a mapping object. */
        ArtifactPathMap: {
            [key: string]: string | components["schemas"]["ArtifactMapping"];
        };
        /**
         * @description The type of the artifact.
         * @enum {string}
         */
        ArtifactType: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite";
        /** @description Where the artifacts of a type go. */
        ArtifactMapping: {
            /** @description The directory or file, relative to `base`. */
            path: string;
            /**
             * @description The base of `path`: `root` (default) is the profile's `root_dir`, `project` is the project.
             * @enum {string}
             */
            base?: "root" | "project";
            /**
             * @description `directory` (default): a file in a directory. `file`: a whole file that nobody else writes. `merge`: an entry of a shared JSON, JSONC, TOML or YAML file. `block`: a marked section of a shared text file.
             * @enum {string}
             */
            kind?: "directory" | "file" | "merge" | "block";
            key?: components["schemas"]["MergeKey"] | null;
            /**
             * @description For `merge`: `by_name` (default) is a member named after the artifact, `list` an item of a list, told by its `item_name`, and `by_event` a hook in the lists of its events.
             * @enum {string}
             */
            entry?: "by_name" | "list" | "by_event";
            /** @description For `entry: list`: the member of an item that holds its name. Default: `name`. */
            item_name?: string;
            /** @description The format of the file. null: Markdown, or not specified. */
            format?: string | null;
            /** @description For `directory`: the file name. Default: `{name}/SKILL.md` for a skill, else `{name}.md`. */
            filename?: string;
        };
        /** @description The member of the file that contains the entries, by its name (a dot in it is a dot) or by the list of names that leads there. An empty list is the root of the file. */
        MergeKey: string | string[];
        /** @description The fields to change. Omitted fields keep their values. */
        DeploymentProfilePatch: {
            platform?: components["schemas"]["Platform"];
            /** @description The platform's folder, relative to the project. */
            root_dir?: string;
            /**
             * @description Whether the paths are in a project (`project`, default) or in the user's home (`user`). Everywhere else, read *the project* as the home folder for a profile with `user`.
             * @enum {string}
             */
            scope?: "project" | "user";
            /** @description The folder that `base: project` stands for, and that the platform reads its other paths from. Empty: the project's own folder. Default: the part of `root_dir` before the platform's own root, such as `apps/web` for `apps/web/.codex`. Changing `root_dir` later does not change it. */
            scope_dir?: string;
            /** @description Merged into the current value (RFC 7396): null removes a member. */
            artifact_path_map?: {
                [key: string]: unknown;
            };
            /** @description The instruction files that the platform reads, relative to `scope_dir`. */
            project_config_filenames?: string[];
            /** @description The folders in which context entities can be written, relative to `scope_dir`. */
            context_path_prefixes?: string[];
            /** @description The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains. */
            supported_artifact_types?: components["schemas"]["ArtifactType"][];
            /** @description A description of the profile. */
            description?: string | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            project_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            profile_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description The fields to change. Omitted fields keep their values. */
        DeploymentProfilePut: {
            platform?: components["schemas"]["Platform"] | null;
            /** @description The platform's folder, relative to the project. */
            root_dir?: string | null;
            /**
             * @description Whether the paths are in a project (`project`, default) or in the user's home (`user`). Everywhere else, read *the project* as the home folder for a profile with `user`.
             * @enum {string|null}
             */
            scope?: "project" | "user" | null;
            /** @description The folder that `base: project` stands for, and that the platform reads its other paths from. Empty: the project's own folder. Default: the part of `root_dir` before the platform's own root, such as `apps/web` for `apps/web/.codex`. Changing `root_dir` later does not change it. */
            scope_dir?: string | null;
            artifact_path_map?: components["schemas"]["ArtifactPathMap"] | null;
            /** @description The instruction files that the platform reads, relative to `scope_dir`. */
            project_config_filenames?: string[] | null;
            /** @description The folders in which context entities can be written, relative to `scope_dir`. */
            context_path_prefixes?: string[] | null;
            /** @description The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains. */
            supported_artifact_types?: components["schemas"]["ArtifactType"][] | null;
            description?: (string | null) | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            project_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            profile_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description A new artifact. */
        ArtifactCreate: {
            type: components["schemas"]["ArtifactType"];
            /** @description The name of the artifact, unique within its type. */
            name: string;
            /** @description What the artifact is called on disk. Default: the last part of its name, so that `acme/code-review` and `core/code-review` are two artifacts that are both installed as `code-review`. */
            install_name?: string;
            /** @description A description of the artifact. */
            description?: string | null;
            /** @description The collection to which the artifact belongs. The status then compares it only with records from this collection (`from_collection`). null: with records from any collection. */
            collection?: string | null;
            /** @description The source of the artifact. Free text that the service does not interpret. */
            source?: string | null;
            /** @description SHA-256 of the artifact's content in the collection, as SkillMeat computes it. */
            content_hash?: string | null;
            /** @description The platforms to which the artifact can be deployed. null: every platform. */
            target_platforms?: components["schemas"]["Platform"][] | null;
        };
        /** @description The fields to change. Omitted fields keep their values. */
        ArtifactPatch: {
            /** @description What the artifact is called on disk. Default: the last part of its name, so that `acme/code-review` and `core/code-review` are two artifacts that are both installed as `code-review`. */
            install_name?: string;
            /** @description A description of the artifact. */
            description?: string | null;
            /** @description The collection to which the artifact belongs. The status then compares it only with records from this collection (`from_collection`). null: with records from any collection. */
            collection?: string | null;
            /** @description The source of the artifact. Free text that the service does not interpret. */
            source?: string | null;
            /** @description SHA-256 of the artifact's content in the collection, as SkillMeat computes it. */
            content_hash?: string | null;
            /** @description The platforms to which the artifact can be deployed. null: every platform. */
            target_platforms?: components["schemas"]["Platform"][] | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            artifact_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            type?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            name?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description The fields to change. Omitted fields keep their values. */
        ArtifactPut: {
            /** @description What the artifact is called on disk. Default: the last part of its name, so that `acme/code-review` and `core/code-review` are two artifacts that are both installed as `code-review`. */
            install_name?: string | null;
            description?: (string | null) | null;
            collection?: (string | null) | null;
            source?: (string | null) | null;
            content_hash?: (string | null) | null;
            target_platforms?: (components["schemas"]["Platform"][] | null) | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            artifact_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            type?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            name?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description A deployment to record. */
        DeploymentCreate: {
            /** @description The name of the artifact. */
            artifact_name: string;
            artifact_type: components["schemas"]["ArtifactType"];
            /** @description The collection from which the artifact was deployed. */
            from_collection?: string;
            /** @description Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a time zone. */
            deployed_at?: string;
            /** @description The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder. */
            artifact_path?: string;
            /**
             * @description The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project.
             * @enum {string}
             */
            artifact_path_base?: "root" | "project";
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash: string;
            /** @description Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given. */
            collection_sha?: string;
            /** @description Whether the deployed copy was edited after the deployment. */
            local_modifications?: boolean;
            /** @description The hashes of the deployed versions, oldest first. The newest 64 are kept. */
            version_lineage?: string[];
            /** @description Hash of the common ancestor for a three-way merge. */
            merge_base_snapshot?: string | null;
            /** @description Time at which a local edit was first detected. */
            modification_detected_at?: string | null;
            /** @description Hash of the previous version. */
            parent_hash?: string | null;
            /** @description Time of the last check for local edits. */
            last_modified_check?: string | null;
            /** @description Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too. */
            written_hash?: string | null;
            /** @description UUID of the artifact in SkillMeat's collection. */
            artifact_uuid?: string | null;
            /** @description The profile with which the artifact was deployed. It must exist. Omitted or null: the record has no profile and counts as `claude_code`. */
            deployment_profile_id?: string | null;
            /** @description true: the record may be replaced by the artifact of another collection, with a new lineage. Otherwise a `from_collection` that differs from the record's is 409 `other-collection`. */
            replace?: boolean;
            /** @description true: records the deployment for every profile that accepts the artifact, all or none. At most 90 profiles. */
            all_profiles?: boolean;
        };
        /** @description Deployments to record. */
        RecordBatch: {
            /** @description The deployments to record, at most 500. */
            items: components["schemas"]["RecordBatchItem"][];
        };
        /** @description A deployment to record, for one profile or without a profile. */
        RecordBatchItem: {
            /** @description The name of the artifact. */
            artifact_name: string;
            artifact_type: components["schemas"]["ArtifactType"];
            /** @description The collection from which the artifact was deployed. */
            from_collection?: string;
            /** @description Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a time zone. */
            deployed_at?: string;
            /** @description The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder. */
            artifact_path?: string;
            /**
             * @description The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project.
             * @enum {string}
             */
            artifact_path_base?: "root" | "project";
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash: string;
            /** @description Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given. */
            collection_sha?: string;
            /** @description Whether the deployed copy was edited after the deployment. */
            local_modifications?: boolean;
            /** @description The hashes of the deployed versions, oldest first. The newest 64 are kept. */
            version_lineage?: string[];
            /** @description Hash of the common ancestor for a three-way merge. */
            merge_base_snapshot?: string | null;
            /** @description Time at which a local edit was first detected. */
            modification_detected_at?: string | null;
            /** @description Hash of the previous version. */
            parent_hash?: string | null;
            /** @description Time of the last check for local edits. */
            last_modified_check?: string | null;
            /** @description Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too. */
            written_hash?: string | null;
            /** @description UUID of the artifact in SkillMeat's collection. */
            artifact_uuid?: string | null;
            /** @description The profile with which the artifact was deployed. It must exist. Omitted or null: the record has no profile and counts as `claude_code`. */
            deployment_profile_id?: string | null;
            /** @description true: the record may be replaced by the artifact of another collection, with a new lineage. Otherwise a `from_collection` that differs from the record's is 409 `other-collection`. */
            replace?: boolean;
        };
        /** @description The lock file of [skills](https://github.com/vercel-labs/skills): a project's `skills-lock.json`, or the user's `.skill-lock.json`. */
        SkillsLock: {
            /** @description The version of the format. */
            version?: number | null;
            /** @description The skills by name. */
            skills: {
                [key: string]: components["schemas"]["LockedSkill"];
            };
            /** @description The folder of the skills. Default: `.agents/skills`. */
            skillsDir?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A skill. Other members are kept. */
        LockedSkill: {
            /** @description The repository, the package, the website or the folder that the skill came from. */
            source?: string | null;
            /** @description What `source` is, such as `github`. */
            sourceType?: string | null;
            /** @description The URL of the source. */
            sourceUrl?: string | null;
            /** @description The branch, tag or commit. */
            ref?: string | null;
            /** @description The path of the skill in its repository. */
            skillPath?: string | null;
            /** @description The hash of the skill's folder, as skills computes it. */
            computedHash?: string | null;
            /** @description The tree of the skill's folder in its repository. */
            skillFolderHash?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description The fields to change. Omitted fields keep their values. */
        DeploymentPatch: {
            /** @description The collection from which the artifact was deployed. */
            from_collection?: string;
            /** @description Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a time zone. */
            deployed_at?: string;
            /** @description The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder. */
            artifact_path?: string;
            /**
             * @description The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project.
             * @enum {string}
             */
            artifact_path_base?: "root" | "project";
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash?: string;
            /** @description Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given. */
            collection_sha?: string;
            /** @description Whether the deployed copy was edited after the deployment. */
            local_modifications?: boolean;
            /** @description The hashes of the deployed versions, oldest first. The newest 64 are kept. */
            version_lineage?: string[];
            /** @description Hash of the common ancestor for a three-way merge. */
            merge_base_snapshot?: string | null;
            /** @description Time at which a local edit was first detected. */
            modification_detected_at?: string | null;
            /** @description Hash of the previous version. */
            parent_hash?: string | null;
            /** @description Time of the last check for local edits. */
            last_modified_check?: string | null;
            /** @description Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too. */
            written_hash?: string | null;
            /** @description UUID of the artifact in SkillMeat's collection. */
            artifact_uuid?: string | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            deployment_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            artifact_name?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            artifact_type?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            deployment_profile_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            platform?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            profile_root_dir?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            extra_toml?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            observed?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description What a client saw on a disk. */
        ObservationReport: {
            /**
             * Format: date-time
             * @description When the disk was read (RFC 3339), at most 5 minutes in the future. Kept to the millisecond.
             */
            observed_at: string;
            /**
             * Format: int32
             * @description The number of files and folders in the project's folders that have no record.
             */
            untracked?: number;
            /** @description What was observed of records, at most 500, each record once. Can be empty, to report `untracked` alone. */
            items: components["schemas"]["ObservationItem"][];
        };
        /** @description What was observed of one record. */
        ObservationItem: {
            /** @description The id of the record. */
            deployment_id: string;
            /**
             * @description `synced`: what lies on the disk is what the record says. `modified`: it is something else. `missing`: nothing is there.
             * @enum {string}
             */
            state: "synced" | "modified" | "missing";
            /** @description Hash of what lies on the disk. Not for `missing`. */
            hash?: string | null;
        };
        /** @description What to plan. */
        PlanRequest: {
            /** @description The artifacts to deploy. An artifact that is not registered targets every platform. Omitted: all artifacts that the project has records of. */
            artifacts?: components["schemas"]["PlanRequestArtifact"][];
            /** @description The profiles to plan for. Omitted: all profiles of the project. */
            profile_ids?: string[];
        };
        /** @description An artifact to plan. It does not have to be registered. */
        PlanRequestArtifact: {
            type: components["schemas"]["ArtifactType"];
            /** @description The name of the artifact, unique within its type. */
            name: string;
            /** @description Hash of the content to deploy. With it, the action tells whether a record is to be updated. */
            content_hash?: string;
        };
        /** @description A new webhook. Only the URL is required. */
        WebhookCreate: {
            /** @description Where events are sent by POST. `https`, on port 443 or 1024 to 65535, at a public address, without credentials. */
            url: string;
            /** @description What the webhook is for. */
            description?: string | null;
            /** @description The types of events that are sent. `*` at the end stands for the rest of a type. null: every type. */
            events?: string[] | null;
            /** @description The projects whose events are sent. null: those of the whole tenant. */
            project_ids?: string[] | null;
            /**
             * @description `active`: events are sent. `paused`: a client has stopped it. `disabled`: the service has stopped it, see `disabled_reason`. Set it to `active` to go on. What happens meanwhile is not sent; see replay.
             * @enum {string}
             */
            status?: "active" | "paused" | "disabled";
            /** @description The maximum number of deliveries a second, 1 to 1000. null: no such limit. */
            rate?: number | null;
            /**
             * @description How deliveries are signed. `v1`: HMAC-SHA256 with the secret. `v1a`: Ed25519.
             * @enum {string}
             */
            signing?: "v1" | "v1a";
        };
        /** @description The fields to change. Omitted fields keep their values. */
        WebhookPatch: {
            /** @description Where events are sent by POST. `https`, on port 443 or 1024 to 65535, at a public address, without credentials. */
            url?: string;
            /** @description What the webhook is for. */
            description?: string | null;
            /** @description The types of events that are sent. `*` at the end stands for the rest of a type. null: every type. */
            events?: string[] | null;
            /** @description The projects whose events are sent. null: those of the whole tenant. */
            project_ids?: string[] | null;
            /**
             * @description `active`: events are sent. `paused`: a client has stopped it. `disabled`: the service has stopped it, see `disabled_reason`. Set it to `active` to go on. What happens meanwhile is not sent; see replay.
             * @enum {string}
             */
            status?: "active" | "paused" | "disabled";
            /** @description The maximum number of deliveries a second, 1 to 1000. null: no such limit. */
            rate?: number | null;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            webhook_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            signing?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            public_key?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            disabled_reason?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            last_success_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            failing_since?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            due?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            failed?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            updated_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            version?: unknown;
        };
        /** @description How long the old secret lives on. */
        WebhookRotate: {
            /**
             * Format: int32
             * @description The seconds for which deliveries are signed with the old secret as well, at most a week.
             * @default 86400
             */
            grace_seconds?: number;
        };
        /** @description Which events to send again: those `since` a time, or `after` a sequence. */
        WebhookReplay: {
            /**
             * Format: date-time
             * @description Send the events since this time, of the tenant's feed and of all projects, or of `project_id`.
             */
            since?: string;
            /**
             * Format: int64
             * @description Send the events after this sequence: of the feed of `project_id`, else of the tenant's feed.
             */
            after?: number;
            /** @description Send only events of the feed of this project. */
            project_id?: string;
            /** @description Where to go on: the `cursor` of the answer before. */
            cursor?: string;
        };
        /** @description A new API key. */
        ApiKeyCreate: {
            /** @description A name that says what the key is for. */
            name: string;
            /** @description The permissions of the key. They must be a subset of the caller's own. */
            scopes: components["schemas"]["Scope"][];
            /**
             * Format: date-time
             * @description Time at which the key expires (RFC 3339). Omitted or null: it does not expire.
             */
            expires_at?: string | null;
        };
        /**
         * @description A permission of a credential. `:write` does not include `:read`.
         * @enum {string}
         */
        Scope: "projects:read" | "projects:write" | "profiles:read" | "profiles:write" | "artifacts:read" | "artifacts:write" | "deployments:read" | "deployments:write" | "events:read" | "events:write" | "webhooks:read" | "webhooks:write" | "keys:read" | "keys:write";
        /** @description The fields to change. Omitted fields keep their values. */
        ApiKeyPatch: {
            /** @description A name that says what the key is for. */
            name?: string;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            key_id?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            scopes?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            expires_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            last4?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_at?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            created_by?: unknown;
            /** @description Accepted from the read shape. An id must equal the current one. Any other value is ignored. */
            last_used_at?: unknown;
        };
        /** @description How long the old key lives on. */
        ApiKeyRotate: {
            /**
             * Format: int32
             * @description The seconds for which the old key is still accepted, at most a week. It does not live longer than before.
             * @default 86400
             */
            grace_seconds?: number;
        };
        /** @description A new tenant. */
        TenantCreate: {
            /** @description The id of the tenant. The operator chooses it. Immutable. */
            tenant_id: string;
            /** @description The display name. */
            name: string;
        };
        /** @description Changes to a tenant (RFC 7396). */
        TenantPatch: {
            /** @description The display name. */
            name?: string;
            /** @description The limits to change. null: the defaults for all of them. */
            limits?: components["schemas"]["TenantLimitsPatch"] | null;
            /** @description true: the credentials of the tenant are refused with 403. */
            suspended?: boolean;
        };
        /** @description The limits to change. null: the default. */
        TenantLimitsPatch: {
            /** @description Requests a second of all credentials together, at each running instance. Ten times as many at once are admitted. null: the default. */
            requests_per_second?: number | null;
            /** @description API keys that have not expired. null: the default. */
            keys?: number | null;
            /** @description Projects. null: the default. */
            projects?: number | null;
            /** @description Deployment records in one project. null: the default. */
            records_per_project?: number | null;
            /** @description Webhook endpoints. null: the default. */
            webhooks?: number | null;
        };
        /** @description A new API key with all scopes. */
        TenantKeyCreate: {
            /** @description A name that says what the key is for. */
            name: string;
        };
        Service: {
            name: string;
            version: string;
            links: {
                [key: string]: string;
            };
        };
        /** @description An error response (RFC 9457). */
        Problem: {
            /** @description The URI of the problem type, `urn:skillmeat:problem:<code>`. */
            type: string;
            /** @description The error code, for programs. */
            code: "malformed-request" | "malformed-json" | "malformed-toml" | "malformed-yaml" | "malformed-header" | "invalid-cursor" | "beyond-head" | "unauthenticated" | "missing-scope" | "tenant-suspended" | "not-found" | "method-not-allowed" | "not-acceptable" | "already-exists" | "other-collection" | "last-key" | "key-expired" | "expired" | "precondition-failed" | "too-large" | "query-too-long" | "unsupported-media-type" | "validation-failed" | "idempotency-key-reused" | "unsupported-artifact-type" | "platform-mismatch" | "limit-reached" | "headers-too-large" | "rate-limited" | "internal" | "unavailable" | (string & {});
            /** @description A summary of the error code. It is the same for every occurrence. */
            title: string;
            /**
             * Format: int64
             * @description The HTTP status code.
             */
            status: number;
            /** @description An explanation of this occurrence of the error. */
            detail: string;
            /** @description The path of the request. */
            instance: string;
            /** @description The request id, as in the `X-Request-Id` response header. */
            request_id: string;
            /** @description The name of the tenant's limit that is reached, such as `projects`. See `GET /me`. */
            limit?: string;
            /** @description The invalid fields, query parameters or headers. */
            errors?: (components["schemas"]["BodyError"] | components["schemas"]["ParameterError"])[];
        };
        /** @description An invalid value in the body. */
        BodyError: {
            /** @description A JSON Pointer (RFC 6901) into the request body. */
            pointer: string;
            /** @description What is wrong with the value. */
            detail: string;
        };
        /** @description An invalid query parameter or header. */
        ParameterError: {
            /** @description The name of a query parameter or header. */
            parameter: string;
            /** @description What is wrong with the value. */
            detail: string;
        };
        Me: {
            tenant_id: string;
            /** @description The id of the API key; null for an OIDC token. */
            key_id: string | null;
            scopes: components["schemas"]["ScopeOutput"][];
            /**
             * Format: date-time
             * @description When the credential expires (RFC 3339); null: never.
             */
            expires_at: string | null;
            limits: components["schemas"]["Limits"];
        };
        /** @description The limits of the tenant. */
        Limits: {
            /**
             * Format: int64
             * @description Requests a second of all credentials together, at each running instance. Ten times as many at once are admitted.
             */
            requests_per_second: number;
            /**
             * Format: int64
             * @description API keys that have not expired.
             */
            keys: number;
            /**
             * Format: int64
             * @description Projects.
             */
            projects: number;
            /**
             * Format: int64
             * @description Deployment records in one project.
             */
            records_per_project: number;
            /**
             * Format: int64
             * @description Webhook endpoints.
             */
            webhooks: number;
        };
        Health: {
            status: "ok" | "unavailable" | (string & {});
        };
        /** @description The platforms that files and folders tell of. */
        Detection: {
            /** @description The platforms that the paths tell of, in the order of the catalogue. */
            platforms: components["schemas"]["DetectedPlatform"][];
            /** @description The platforms that are in use in folders of the project, as in a monorepo. Folders of dependencies are left out. */
            nested: components["schemas"]["NestedPlatform"][];
            /** @description What several platforms read. It tells of none of them. */
            shared: components["schemas"]["SharedPath"][];
        };
        /** @description A platform that is in use. */
        DetectedPlatform: {
            platform: components["schemas"]["PlatformOutput"];
            /** @description Whether the paths are in the project or in the user's home. */
            scope: "project" | "user" | (string & {});
            /** @description The paths that tell of the platform. */
            evidence: components["schemas"]["DetectionEvidence"][];
        };
        /** @description A path that tells of a platform. */
        DetectionEvidence: {
            /** @description The path in the catalogue that tells of the platform. */
            marker: string;
            /** @description The first path of the request that is this path or lies below it. */
            path: string;
            /**
             * Format: int64
             * @description The number of such paths.
             */
            count: number;
        };
        /** @description A platform that is in use in a folder of the project. */
        NestedPlatform: {
            platform: components["schemas"]["PlatformOutput"];
            /** @description The folder in the project, as a profile's `scope_dir`. */
            scope_dir: string;
            /** @description The paths that tell of the platform. */
            evidence: components["schemas"]["DetectionEvidence"][];
        };
        /** @description A path that several platforms read. */
        SharedPath: {
            /** @description The path at which the platforms read. */
            path: string;
            /**
             * Format: int64
             * @description The number of paths of the request that are this path or lie below it.
             */
            count: number;
            /** @description The platforms that read it. */
            platforms: components["schemas"]["PlatformOutput"][];
        };
        /** @description A platform of the catalogue. */
        PlatformEntry: {
            platform: components["schemas"]["PlatformOutput"];
            /** @description The name of the platform. */
            name: string;
            /** @description One sentence about the platform. */
            description: string;
            /** @description `active`: developed under this name. `deprecated`: renamed or replaced. `archived`: no longer developed. */
            status: "active" | "deprecated" | "archived" | (string & {});
            /** @description The platform that replaces this one, if any. */
            replaced_by: components["schemas"]["PlatformOutput"] | null;
            /** @description The default `root_dir` of a profile. null: no preset, so a profile must set `root_dir`. */
            root_dir: string | null;
            /**
             * Format: date
             * @description The day on which the newest source was read.
             */
            as_of: string | null;
            /** @description Further facts about the platform. */
            notes: string[];
            artifact_path_map: components["schemas"]["ArtifactPathMapOutput"];
            /** @description The artifact types that the platform supports. */
            supported_artifact_types: components["schemas"]["ArtifactTypeOutput"][];
            /** @description The artifact types that the platform does not support. The support of all other types is unknown. */
            unsupported_artifact_types: components["schemas"]["ArtifactTypeOutput"][];
            /** @description The instruction files that the platform reads, relative to the project. */
            project_config_filenames: string[];
            /** @description Whether the platform reads only the first of its instruction files that exists. */
            first_instructions_only: boolean;
            /** @description The folders in which context entities can be written, relative to the project. */
            context_path_prefixes: string[];
            /** @description The two skills folders, if the platform reads its own and the shared one (`.agents/skills`). */
            skills_layouts: components["schemas"]["SkillsLayouts"] | null;
            /** @description Further paths that the platform reads, by artifact type and `instructions`, relative to the project. An artifact there can be seen twice. */
            also_reads: {
                [key: string]: string[];
            };
            /** @description How an MCP server is written into the platform's file: the members of its entry, by the kind of server. null: not known. */
            mcp_entry: components["schemas"]["McpEntries"] | null;
            /** @description The members that a new shared file needs besides the entries, by artifact type. */
            new_file: {
                [key: string]: {
                    [key: string]: string | number;
                };
            };
            /** @description The artifact types that the platform finds only directly in their folder, not in folders below it. */
            one_level: components["schemas"]["ArtifactTypeOutput"][];
            /** @description The events after which a hook's file must be named. null: hooks have names of their own. */
            hook_events: string[] | null;
            /** @description The artifact types that the platform calls by one name: a skill and a command `review` are both `/review`. */
            shared_names: components["schemas"]["ArtifactTypeOutput"][];
            /** @description The paths in the user's home, by artifact type and `instructions`. */
            user_paths: {
                [key: string]: string;
            };
            /** @description What the platform has in the user's home. null: not known. */
            user: components["schemas"]["UserLayout"] | null;
            /** @description What moves the platform's paths: environment variables, and operating systems other than Linux. */
            relocations: components["schemas"]["Relocation"][];
            /** @description The paths that tell that the platform is used in a project. null: none is known. */
            markers: components["schemas"]["PlatformMarkers"] | null;
            /** @description What a file begins with, by artifact type. A type that is not listed is not known. */
            frontmatter: {
                [key: string]: components["schemas"]["FrontMatter"];
            };
            /** @description What a rule's file begins with. null: not known. */
            rule_frontmatter: components["schemas"]["RuleFrontMatter"] | null;
            /** @description The files that name what the platform must not read. null: not known. */
            ignore_files: components["schemas"]["SettingsFiles"] | null;
            /** @description The files that say what the platform is allowed to do. null: not known. */
            permissions: components["schemas"]["SettingsFiles"] | null;
            /** @description The names that the platform had before. */
            former_names: string[];
            /** @description The sources of each fact, by artifact type, `instructions`, `native_skills`, `also_reads.<type>`, `user.<type>`, `user_also_reads.<type>`, `relocations.<n>`, `markers`, `frontmatter.<type>`, `rule_frontmatter`, `ignore_files`, `permissions`, `former_names`, `mcp_entry`, `new_file.<type>`, `one_level.<type>`, `hook_events` and `shared_names`. */
            cells: {
                [key: string]: components["schemas"]["Evidence"];
            };
            /** @description All sources of this entry, without duplicates. */
            sources: components["schemas"]["CatalogueSource"][];
        };
        /** @description The platform's own skills folder, and the shared one. */
        SkillsLayouts: {
            native: string | components["schemas"]["ArtifactMappingOutput"];
            shared: string | components["schemas"]["ArtifactMappingOutput"];
        };
        /** @description The members of an MCP server's entry, by the kind of server. */
        McpEntries: {
            /** @description A server that is started as a process (stdio). */
            local: components["schemas"]["McpEntry"] | null;
            /** @description A server at a URL (streamable HTTP). */
            http: components["schemas"]["McpEntry"] | null;
            /** @description A server at a URL (server-sent events). */
            sse: components["schemas"]["McpEntry"] | null;
        };
        /** @description The members of an entry, by their names in the file. */
        McpEntry: {
            [key: string]: components["schemas"]["McpFixedMember"] | components["schemas"]["McpServerMember"];
        };
        /** @description A fixed value. */
        McpFixedMember: {
            value: string | boolean;
        };
        /** @description A setting of the server. `command_line` is the command and its arguments as one list. */
        McpServerMember: {
            from: "name" | "command" | "args" | "command_line" | "env" | "url" | "headers" | (string & {});
        };
        /** @description What a platform has in the user's home: the preset of a profile with `scope: user`. */
        UserLayout: {
            /** @description The platform's folder in the user's home. */
            root_dir: string;
            artifact_path_map: components["schemas"]["ArtifactPathMapOutput"];
            /** @description The artifact types whose place in the home is known. */
            supported_artifact_types: components["schemas"]["ArtifactTypeOutput"][];
            /** @description The instruction files that the platform reads. */
            project_config_filenames: string[];
            /** @description Further paths that the platform reads, by artifact type and `instructions`, relative to the home. An artifact there can be seen twice. */
            also_reads: {
                [key: string]: string[];
            };
            /** @description How an MCP server is written into the user's file. null: as in a project. */
            mcp_entry: components["schemas"]["McpEntries"] | null;
        };
        /** @description What moves a path in the user's home. */
        Relocation: components["schemas"]["VariableRelocation"] | components["schemas"]["SystemRelocation"];
        /** @description An environment variable that replaces a path. */
        VariableRelocation: {
            /** @description The environment variable. */
            variable: string;
            /** @description The path that its value replaces. */
            replaces: string;
            /** @description What the variable holds: a `path` (default), `file_names`, or the `content` of the file. */
            value?: "path" | "file_names" | "content" | (string & {});
        };
        /** @description An operating system that has a path of its own. */
        SystemRelocation: {
            /** @description The operating system. */
            system: "macos" | "windows" | (string & {});
            /** @description The path on Linux. */
            replaces: string;
            /** @description The path on this system. It begins with `~/`, or with a variable, such as `%APPDATA%/`. */
            by: string;
        };
        /** @description The paths that tell that a platform is used in a project. */
        PlatformMarkers: {
            /** @description Files and folders of this platform alone. */
            paths: string[];
            /** @description Files and folders that several platforms share. They tell of none. */
            shared: string[];
        };
        /** @description The keys of a file's front matter (of the file, if it is TOML, YAML or JSON), and where their values come from. */
        FrontMatter: {
            [key: string]: components["schemas"]["FrontMatterFixedKey"] | components["schemas"]["FrontMatterArtifactKey"];
        };
        /** @description A fixed value. */
        FrontMatterFixedKey: {
            value: string | boolean;
        };
        /** @description A part of the artifact. `text` is what follows the front matter in Markdown; a TOML, YAML or JSON file has it under this key. `globs` is a list of file patterns, `globs_text` the same in one string, separated by commas. */
        FrontMatterArtifactKey: {
            from: "name" | "description" | "text" | "globs" | "globs_text" | (string & {});
        };
        /** @description The front matter of a rule, by the way in which it is applied. */
        RuleFrontMatter: {
            /** @description The rule always applies. */
            always: components["schemas"]["FrontMatter"] | null;
            /** @description The rule applies to files that match its patterns. */
            by_globs: components["schemas"]["FrontMatter"] | null;
            /** @description The model decides by the description whether the rule applies. */
            by_model: components["schemas"]["FrontMatter"] | null;
            /** @description The rule applies when the user names it. */
            manual: components["schemas"]["FrontMatter"] | null;
        };
        /** @description Files of a platform besides the artifacts. */
        SettingsFiles: {
            /** @description The files in the project. */
            project: string[];
            /** @description The files in the user's home. */
            user: string[];
            /** @description The keys in these files, or what the files hold. Empty: plain lines. */
            keys: string[];
        };
        /** @description The sources of a fact. */
        Evidence: {
            /** @description `P`: the vendor's own source code or documentation. `2+`: at least two independent projects. `1`: one project. */
            grade: "1" | "P" | "2+" | (string & {});
            /** @description If sources disagree: which one the catalogue follows, and why. */
            disputed: string | null;
            /** @description Where the fact was read. */
            sources: components["schemas"]["CatalogueSource"][];
        };
        /** @description The source of a fact. */
        CatalogueSource: {
            /** @description A public GitHub repository, as `owner/name`. */
            repo?: string;
            /**
             * Format: uri
             * @description The URL of a web page, if the source is not a repository.
             */
            url?: string;
            /** @description The commit at which the file was read, if it is known. */
            commit?: string;
            /** @description The day or month from which the source is, as it was read. */
            date: string;
            /** @description The file in the repository, or the section of the page. */
            path: string;
            /** @description `P`: the vendor's own source code or documentation. `1`: another project. */
            grade: "1" | "P" | (string & {});
        };
        /** @description Project. Fields without a value are null. */
        Project: {
            /** @description The id of the project. The client chooses it, or the server generates `prj_` and a ULID. Immutable. */
            project_id: string;
            /** @description The display name. Defaults to the id. */
            name: string;
            /** @description A description of the project. */
            description: string | null;
            /** @description The location of the project on the users' disks. Free text that the service does not interpret. */
            path: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description Deployment profile. Fields without a value are null. */
        DeploymentProfile: {
            /** @description The globally unique form of the id, `<project_id>:<profile_id>`. */
            readonly id: string;
            /** @description The project that owns the profile. */
            project_id: string;
            /** @description The id of the profile within the project. The client chooses it. Immutable. */
            profile_id: string;
            platform: components["schemas"]["PlatformOutput"];
            /** @description The platform's folder, relative to the project. */
            root_dir: string;
            /** @description Whether the paths are in a project (`project`, default) or in the user's home (`user`). Everywhere else, read *the project* as the home folder for a profile with `user`. */
            scope: "project" | "user" | (string & {});
            /** @description The folder that `base: project` stands for, and that the platform reads its other paths from. Empty: the project's own folder. Default: the part of `root_dir` before the platform's own root, such as `apps/web` for `apps/web/.codex`. Changing `root_dir` later does not change it. */
            scope_dir: string;
            artifact_path_map: components["schemas"]["ArtifactPathMapOutput"];
            /** @description The instruction files that the platform reads, relative to `scope_dir`. */
            project_config_filenames: string[];
            /** @description The folders in which context entities can be written, relative to `scope_dir`. */
            context_path_prefixes: string[];
            /** @description The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains. */
            supported_artifact_types: components["schemas"]["ArtifactTypeOutput"][];
            /** @description A description of the profile. */
            description: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description The differences between a profile and the current preset. */
        PresetDiff: {
            platform: components["schemas"]["PlatformOutput"];
            /** @description The version of the catalogue. */
            catalogue_version: string;
            /** @description A merge patch (RFC 7396) that makes the profile equal to the preset. Send it as the body of a PATCH on the profile. Empty: no difference. */
            patch: {
                [key: string]: unknown;
            };
            /** @description The same differences, one entry for each field or artifact type. */
            changes: components["schemas"]["PresetChange"][];
        };
        /** @description A field that differs from the preset. */
        PresetChange: {
            /** @description The JSON pointer (RFC 6901) of the field in the profile. */
            pointer: string;
            /** @description The current value. null: none. */
            current: unknown;
            /** @description The value in the preset. null: none. */
            preset: unknown;
        };
        /** @description Artifact. Fields without a value are null. */
        Artifact: {
            /** @description The id of the artifact, `<type>:<name>`. Each of the characters `/ \ ? # % ~` in the name is written as `~` and two hex digits. */
            readonly artifact_id: string;
            type: components["schemas"]["ArtifactTypeOutput"];
            /** @description The name of the artifact, unique within its type. */
            name: string;
            /** @description What the artifact is called on disk. Default: the last part of its name, so that `acme/code-review` and `core/code-review` are two artifacts that are both installed as `code-review`. */
            install_name: string;
            /** @description A description of the artifact. */
            description: string | null;
            /** @description The collection to which the artifact belongs. The status then compares it only with records from this collection (`from_collection`). null: with records from any collection. */
            collection: string | null;
            /** @description The source of the artifact. Free text that the service does not interpret. */
            source: string | null;
            /** @description SHA-256 of the artifact's content in the collection, as SkillMeat computes it. */
            content_hash: string | null;
            /** @description The platforms to which the artifact can be deployed. null: every platform. */
            target_platforms: components["schemas"]["PlatformOutput"][] | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description Deployment. Fields without a value are null. */
        Deployment: {
            /** @description The id of the record, `<profile_id>:<type>:<normalised name>`. For a record without a profile the first part is `claude_code`. */
            readonly deployment_id: string;
            /** @description The name of the artifact. */
            artifact_name: string;
            /** @description The type of the artifact. An imported record can have a type that the service does not know; it is kept for the next export. */
            artifact_type: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite" | (string & {});
            /** @description The profile with which the artifact was deployed. null: a record without a profile, such as one from before SkillMeat had profiles. */
            deployment_profile_id: string | null;
            /** @description The collection from which the artifact was deployed. */
            from_collection: string;
            /** @description Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a time zone. */
            deployed_at: string;
            /** @description The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder. */
            artifact_path: string;
            /** @description The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project. */
            artifact_path_base: "root" | "project" | (string & {});
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash: string;
            /** @description Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given. */
            collection_sha: string;
            /** @description Whether the deployed copy was edited after the deployment. */
            local_modifications: boolean;
            /** @description The hashes of the deployed versions, oldest first. The newest 64 are kept. */
            version_lineage: string[];
            /** @description Hash of the common ancestor for a three-way merge. */
            merge_base_snapshot: string | null;
            /** @description Time at which a local edit was first detected. */
            modification_detected_at: string | null;
            /** @description Hash of the previous version. */
            parent_hash: string | null;
            /** @description Time of the last check for local edits. */
            last_modified_check: string | null;
            /** @description Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too. */
            written_hash: string | null;
            /** @description UUID of the artifact in SkillMeat's collection. */
            artifact_uuid: string | null;
            /** @description Copied from the profile. null: a record without a profile. Imported values are kept, even if the catalogue does not contain them. */
            readonly platform: string | null;
            /** @description Copied from the profile. null: a record without a profile. */
            readonly profile_root_dir: string | null;
            /** @description Unknown keys of an imported row, as TOML. They are stored and exported again. */
            readonly extra_toml: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description The result of a request with `all_profiles`. */
        RecordedEverywhere: {
            /** @description The records, one for each profile that accepts the artifact. */
            recorded: components["schemas"]["Deployment"][];
            /** @description The profiles that do not accept the artifact, with the reason. */
            skipped: components["schemas"]["SkippedProfile"][];
        };
        /** @description A profile that does not accept the artifact. */
        SkippedProfile: {
            /** @description The id of the profile within the project. The client chooses it. Immutable. */
            profile_id: string;
            /** @description `unsupported-artifact-type`: the profile does not accept the type. `platform-mismatch`: the artifact does not target the platform. */
            code: "unsupported-artifact-type" | "platform-mismatch" | (string & {});
        };
        /** @description A deployment record, and what was last observed of it. */
        DeploymentRead: {
            /** @description The id of the record, `<profile_id>:<type>:<normalised name>`. For a record without a profile the first part is `claude_code`. */
            readonly deployment_id: string;
            /** @description The name of the artifact. */
            artifact_name: string;
            /** @description The type of the artifact. An imported record can have a type that the service does not know; it is kept for the next export. */
            artifact_type: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite" | (string & {});
            /** @description The profile with which the artifact was deployed. null: a record without a profile, such as one from before SkillMeat had profiles. */
            deployment_profile_id: string | null;
            /** @description The collection from which the artifact was deployed. */
            from_collection: string;
            /** @description Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a time zone. */
            deployed_at: string;
            /** @description The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder. */
            artifact_path: string;
            /** @description The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project. */
            artifact_path_base: "root" | "project" | (string & {});
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash: string;
            /** @description Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given. */
            collection_sha: string;
            /** @description Whether the deployed copy was edited after the deployment. */
            local_modifications: boolean;
            /** @description The hashes of the deployed versions, oldest first. The newest 64 are kept. */
            version_lineage: string[];
            /** @description Hash of the common ancestor for a three-way merge. */
            merge_base_snapshot: string | null;
            /** @description Time at which a local edit was first detected. */
            modification_detected_at: string | null;
            /** @description Hash of the previous version. */
            parent_hash: string | null;
            /** @description Time of the last check for local edits. */
            last_modified_check: string | null;
            /** @description Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too. */
            written_hash: string | null;
            /** @description UUID of the artifact in SkillMeat's collection. */
            artifact_uuid: string | null;
            /** @description Copied from the profile. null: a record without a profile. Imported values are kept, even if the catalogue does not contain them. */
            readonly platform: string | null;
            /** @description Copied from the profile. null: a record without a profile. */
            readonly profile_root_dir: string | null;
            /** @description Unknown keys of an imported row, as TOML. They are stored and exported again. */
            readonly extra_toml: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
            /** @description What a client last saw of it on a disk. null: it was not observed yet. It does not change the ETag of the record. */
            observed: components["schemas"]["Observation"] | null;
        };
        /** @description What was last observed of a record on a disk. */
        Observation: {
            /** @description `synced`: what lies on the disk is what the record says. `modified`: it is something else. `missing`: nothing is there. */
            state: "synced" | "modified" | "missing" | (string & {});
            /** @description Hash of what lies on the disk. null: it was not told. */
            hash: string | null;
            /**
             * Format: date-time
             * @description When it was observed (RFC 3339, UTC).
             */
            observed_at: string;
        };
        /** @description The result of a batch: an outcome for each item. */
        RecordBatchResult: {
            counts: components["schemas"]["RecordBatchCounts"];
            /** @description The result of each item, in the order of the request. A result of more than 300,000 bytes is refused (413) before anything is written. */
            items: components["schemas"]["RecordBatchItemResult"][];
        };
        /** @description The number of items, by outcome. */
        RecordBatchCounts: {
            /**
             * Format: int64
             * @description The number of items with a new record.
             */
            created: number;
            /**
             * Format: int64
             * @description The number of items whose record changed.
             */
            updated: number;
            /**
             * Format: int64
             * @description The number of items whose record was already equal. They cause no event.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description The number of items that were refused. Nothing is written for them.
             */
            failed: number;
        };
        /** @description The result of one item. */
        RecordBatchItemResult: {
            /** @description The id of the record, also of one that was refused. */
            deployment_id: string;
            /** @description `created`: the record is new. `updated`: it changed. `unchanged`: it was already equal. `failed`: the item was refused, and nothing is written for it. */
            outcome: "created" | "updated" | "unchanged" | "failed" | (string & {});
            /** @description Where the artifact is recorded, relative to `artifact_path_base`. null: the item failed. */
            artifact_path: string | null;
            /** @description The base of `artifact_path`. null: the item failed. */
            artifact_path_base: ("root" | "project" | (string & {})) | null;
            /** @description Why the item was refused. null: it was not. */
            error: components["schemas"]["RecordBatchError"] | null;
        };
        /** @description Why an item was refused. */
        RecordBatchError: {
            /** @description The error code, as a request that records this item alone has it. */
            code: "not-found" | "unsupported-artifact-type" | "platform-mismatch" | "other-collection" | "validation-failed" | "too-large" | (string & {});
            /**
             * Format: int64
             * @description The HTTP status of such a request.
             */
            status: number;
            /** @description An explanation of the error. */
            detail: string;
            /** @description A JSON Pointer (RFC 6901) to the item in the request, or to its field that is at fault. */
            pointer: string;
        };
        /** @description The number of rows, by outcome. */
        ImportResult: {
            /**
             * Format: int64
             * @description The number of new records.
             */
            created: number;
            /**
             * Format: int64
             * @description The number of records that changed.
             */
            updated: number;
            /**
             * Format: int64
             * @description The number of records that were already equal. They cause no event.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description With `mirror`: the number of deleted records.
             */
            deleted: number;
            /**
             * Format: int64
             * @description The number of records that stay although the file does not have them: records of the profiles that the file has rows of, and of `profile_id`.
             */
            not_in_file: number;
            artifacts?: components["schemas"]["ImportedArtifacts"];
            /**
             * @description true: `not_in_file` is incomplete, because these are more than 10,000 records or 100 profiles.
             * @constant
             */
            truncated?: true;
            /**
             * Format: int64
             * @description The number of rows that were ignored because a later row of the file has the same identity.
             */
            superseded: number;
            /** @description Which rows were superseded. At most 1,000 are listed. */
            superseded_rows: components["schemas"]["SupersededRow"][];
            /**
             * Format: int64
             * @description The number of rows and keys that were not imported: with `lenient` the invalid ones, and of a lock file what is no artifact, such as a file that several artifacts share.
             */
            left_out: number;
            /** @description Which rows and keys were left out. At most 1,000 are listed. */
            left_out_rows: components["schemas"]["LeftOutRow"][];
        };
        /** @description Of a lock file: the number of its artifacts, by outcome. */
        ImportedArtifacts: {
            /**
             * Format: int64
             * @description The number of new artifacts.
             */
            created: number;
            /**
             * Format: int64
             * @description The number of artifacts whose source or hash changed.
             */
            updated: number;
            /**
             * Format: int64
             * @description The number of artifacts that were already equal. They cause no event.
             */
            unchanged: number;
        };
        /** @description A row that was ignored because of a later one. */
        SupersededRow: {
            /** @description The JSON pointer of the row. */
            pointer: string;
            /** @description The JSON pointer of the later row. */
            superseded_by: string;
        };
        /** @description A row or a key that was not imported. */
        LeftOutRow: {
            /** @description The JSON pointer of the row. */
            pointer: string;
            /** @description Why the row was left out. */
            reason: string;
        };
        /** @description What became of the observations. */
        ObservationResult: {
            counts: components["schemas"]["ObservationCounts"];
            /** @description The ids of the records that do not exist, in the order of the request. */
            unknown: string[];
        };
        /** @description The number of observations, by what became of them. */
        ObservationCounts: {
            /**
             * Format: int64
             * @description The number of observations with another state than before, or of a record that had none. Each makes an event.
             */
            changed: number;
            /**
             * Format: int64
             * @description The number of observations with the state that was known. They make no event.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description The number of observations that are older than what is known, or as old with another state. They change nothing.
             */
            ignored: number;
            /**
             * Format: int64
             * @description The number of observations of records that do not exist. They change nothing.
             */
            unknown: number;
        };
        /** @description The state of the deployment records of a project. */
        ProjectStatus: {
            counts: components["schemas"]["StatusCounts"];
            /** @description The counts by platform. Records without a platform count as `claude_code`. */
            platforms: {
                [key: string]: components["schemas"]["StatusCounts"];
            };
            /** @description The records by profile, in byte order of profile id. */
            profiles: components["schemas"]["ProfileStatus"][];
            /** @description How many files and folders of the project have no record, as last observed. null: it was not observed yet. */
            untracked: components["schemas"]["Untracked"] | null;
            /**
             * @description true: the answer is incomplete, because a limit was reached: 10,000 records, profiles or artifacts of a type, or 1,000 profiles or platforms to list.
             * @constant
             */
            truncated?: true;
        };
        /** @description The number of records, in total and by state. */
        StatusCounts: {
            /**
             * Format: int64
             * @description The number of records.
             */
            total: number;
            /**
             * Format: int64
             * @description The number of synced records.
             */
            synced: number;
            /**
             * Format: int64
             * @description The number of modified records.
             */
            modified: number;
            /**
             * Format: int64
             * @description The number of outdated records.
             */
            outdated: number;
            /**
             * Format: int64
             * @description The number of records that are both modified and outdated.
             */
            diverged: number;
            /**
             * Format: int64
             * @description The number of records that cannot be compared.
             */
            unverified: number;
            observed: components["schemas"]["ObservedCounts"];
        };
        /** @description The number of records, by what was last observed of them. */
        ObservedCounts: {
            /**
             * Format: int64
             * @description The number of records that were last observed as they should be.
             */
            synced: number;
            /**
             * Format: int64
             * @description The number of records of which something else was last observed.
             */
            modified: number;
            /**
             * Format: int64
             * @description The number of records of which nothing was last observed.
             */
            missing: number;
            /**
             * Format: int64
             * @description The number of records that were not observed yet.
             */
            none: number;
        };
        /** @description The status of the records of one profile. */
        ProfileStatus: {
            /** @description The id of the profile. Records without a profile count as `claude_code`. */
            profile_id: string;
            /** @description The platform of the profile. */
            platform: string;
            /** @description Whether the profile exists. false: only records name it. */
            exists: boolean;
            counts: components["schemas"]["StatusCounts"];
            /** @description The records of the profile that are on this page, in byte order of id. */
            deployments: components["schemas"]["DeploymentStatus"][];
            /**
             * @description true: further records of the profile are on other pages.
             * @constant
             */
            truncated?: true;
        };
        /** @description The status of one record. */
        DeploymentStatus: {
            /** @description The id of the record. */
            deployment_id: string;
            /** @description `unverified`: the hashes of the record and of the registered artifact are of different kinds, so they cannot be compared, or the artifact was not read. `diverged`: both of the next two. `modified`: the deployed copy has local modifications. `outdated`: the registered artifact has another hash. `synced`: none of these. */
            status: "synced" | "modified" | "outdated" | "diverged" | "unverified" | (string & {});
            /** @description `registered`: there is an artifact of the same type and name, and of the record's collection if the artifact names one. `absent`: there is none. `unknown`: the tenant has more artifacts of this type than a status reads. */
            artifact: "registered" | "absent" | "unknown" | (string & {});
            /** @description Whether the record's profile exists. */
            profile: "present" | "absent" | (string & {});
            /** @description What a client last saw of it on a disk. null: it was not observed yet. */
            observed: components["schemas"]["Observation"] | null;
        };
        /** @description The files of a project that have no record, as last observed. */
        Untracked: {
            /**
             * Format: int64
             * @description The number of files and folders without a record.
             */
            count: number;
            /**
             * Format: date-time
             * @description When they were counted (RFC 3339, UTC).
             */
            observed_at: string;
        };
        /** @description Where artifacts would go. */
        Plan: {
            /** @description One entry for each artifact and profile, in the order of the artifacts, then of the profile ids. */
            entries: components["schemas"]["PlanEntry"][];
            /** @description The collisions among the entries, and with existing records, by path. */
            collisions: components["schemas"]["PlanCollision"][];
            /**
             * @description true: the project has more than 10,000 records, so collisions with further ones are missing.
             * @constant
             */
            truncated?: true;
        };
        /** @description The plan for one artifact and one profile. */
        PlanEntry: {
            /** @description The id of the profile. */
            profile_id: string;
            platform: components["schemas"]["PlatformOutput"];
            artifact: components["schemas"]["PlannedArtifact"];
            /** @description What the artifact is called on disk: the name of its file, folder, entry or block. */
            install_name: string;
            /** @description `deploy`: the artifact goes to `path`. `skip`: see `reason`. For an artifact that is recorded, if the request has its content_hash: `update` if the record has another hash, `unchanged` if it has the same one. */
            action: "deploy" | "update" | "unchanged" | "skip" | (string & {});
            /** @description Why the artifact is skipped. `invalid-path`: no file system takes the path that results from its name. null: it is not skipped. */
            reason: ("unsupported-artifact-type" | "platform-mismatch" | "invalid-path" | (string & {})) | null;
            /** @description The file of the artifact, relative to the project. For a skill, its SKILL.md. An artifact that is recorded stays where its record says. null for `skip`. */
            path: string | null;
            /** @description The base in the profile's map. `path` is always relative to the project. */
            base: ("root" | "project" | (string & {})) | null;
            /** @description As in the profile's map. null for `skip`. */
            kind: ("directory" | "file" | "merge" | "block" | (string & {})) | null;
            /** @description Where the entries of the file are. null: the file has none, or it is skipped. */
            key: components["schemas"]["MergeKeyOutput"] | null;
            /** @description For `merge`: how the entry lies there. It has the name `install_name`. */
            entry: ("by_name" | "list" | "by_event" | (string & {})) | null;
            /** @description For an entry of a list: the member that holds its name. null: the entry is not in a list. */
            item_name: string | null;
            /** @description The format of the file. null: Markdown, or not specified. */
            format: string | null;
            /** @description The deployment record of this artifact and profile. null: there is none. */
            recorded: components["schemas"]["PlanRecord"] | null;
            /** @description `unportable-name`: the path is impossible on Windows, or a file name is longer than 255 bytes. `too-deep`: the artifact is in a folder below the one in which the platform looks. `invalid-skill-name`: the name breaks the rules of the Agent Skills specification. `unknown-event`: the platform runs only hooks that are named after an event. */
            warnings: ("unportable-name" | "too-deep" | "invalid-skill-name" | "unknown-event" | (string & {}))[];
        };
        /** @description The artifact. */
        PlannedArtifact: {
            /** @description The type of the artifact. An imported record can have a type that the service does not know; it is kept for the next export. */
            type: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite" | (string & {});
            /** @description The name of the artifact, unique within its type. */
            name: string;
        };
        /** @description The deployment record of an artifact and a profile. */
        PlanRecord: {
            /** @description The recorded path, relative to the project. For a skill, its folder. */
            path: string;
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash: string;
        };
        /** @description Entries that collide. */
        PlanCollision: {
            /** @description The file, relative to the project. */
            path: string;
            /** @description The place in a shared file. null: the whole file, or a block. */
            key: components["schemas"]["MergeKeyOutput"] | null;
            /** @description `same_path`: several entries write to this location. `case_fold`: their paths are one file on macOS and Windows. `also_reads`: the platform of another entry reads this location too, so it sees the artifact twice. `leak`: a platform that the artifact does not target reads this location. `same_name`: the platform calls the artifacts by one name, such as a skill and a command. */
            kind: "same_path" | "case_fold" | "also_reads" | "leak" | "same_name" | (string & {});
            /** @description The entries and existing records that collide. For `also_reads` and `leak`, the writers come first. */
            entries: components["schemas"]["CollidingEntry"][];
        };
        /** @description An entry or an existing record that collides. */
        CollidingEntry: {
            /** @description The id of the profile. */
            profile_id: string;
            artifact: components["schemas"]["PlannedArtifact"];
        };
        /** @description A CloudEvents 1.0 event. `type` tells which one. */
        Event: components["schemas"]["ProjectCreatedEvent"] | components["schemas"]["ProjectUpdatedEvent"] | components["schemas"]["ProjectDeletedEvent"] | components["schemas"]["ProfileCreatedEvent"] | components["schemas"]["ProfileUpdatedEvent"] | components["schemas"]["ProfileDeletedEvent"] | components["schemas"]["ArtifactCreatedEvent"] | components["schemas"]["ArtifactUpdatedEvent"] | components["schemas"]["ArtifactDeletedEvent"] | components["schemas"]["DeploymentCreatedEvent"] | components["schemas"]["DeploymentUpdatedEvent"] | components["schemas"]["DeploymentDeletedEvent"] | components["schemas"]["DeploymentObservedEvent"] | components["schemas"]["WebhookFailingEvent"] | components["schemas"]["WebhookExhaustedEvent"] | components["schemas"]["WebhookDisabledEvent"] | components["schemas"]["WebhookRecoveredEvent"] | components["schemas"]["OtherEvent"];
        /** @description Project created. */
        ProjectCreatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.project.created";
            data: components["schemas"]["ProjectCreatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ProjectCreatedData: {
            /** @description The resource before the change. null for a creation. */
            before: null;
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["ProjectSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description The resource at the time of the event. Fields that were added later can be absent. */
        ProjectSnapshot: {
            /** @description The id of the project. The client chooses it, or the server generates `prj_` and a ULID. Immutable. */
            project_id: string;
            /** @description The display name. Defaults to the id. */
            name: string;
            /** @description A description of the project. */
            description?: string | null;
            /** @description The location of the project on the users' disks. Free text that the service does not interpret. */
            path?: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description Project updated. */
        ProjectUpdatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.project.updated";
            data: components["schemas"]["ProjectUpdatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ProjectUpdatedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["ProjectSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["ProjectSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Project deleted. */
        ProjectDeletedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.project.deleted";
            data: components["schemas"]["ProjectDeletedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ProjectDeletedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["ProjectSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: null;
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Deployment profile created. */
        ProfileCreatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.profile.created";
            data: components["schemas"]["ProfileCreatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ProfileCreatedData: {
            /** @description The resource before the change. null for a creation. */
            before: null;
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["DeploymentProfileSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description The resource at the time of the event. Fields that were added later can be absent. */
        DeploymentProfileSnapshot: {
            /** @description The globally unique form of the id, `<project_id>:<profile_id>`. */
            readonly id: string;
            /** @description The project that owns the profile. */
            project_id: string;
            /** @description The id of the profile within the project. The client chooses it. Immutable. */
            profile_id: string;
            platform: components["schemas"]["PlatformOutput"];
            /** @description The platform's folder, relative to the project. */
            root_dir: string;
            /** @description Whether the paths are in a project (`project`, default) or in the user's home (`user`). Everywhere else, read *the project* as the home folder for a profile with `user`. */
            scope?: "project" | "user" | (string & {});
            /** @description The folder that `base: project` stands for, and that the platform reads its other paths from. Empty: the project's own folder. Default: the part of `root_dir` before the platform's own root, such as `apps/web` for `apps/web/.codex`. Changing `root_dir` later does not change it. */
            scope_dir?: string;
            artifact_path_map: components["schemas"]["ArtifactPathMapOutput"];
            /** @description The instruction files that the platform reads, relative to `scope_dir`. */
            project_config_filenames: string[];
            /** @description The folders in which context entities can be written, relative to `scope_dir`. */
            context_path_prefixes: string[];
            /** @description The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains. */
            supported_artifact_types: components["schemas"]["ArtifactTypeOutput"][];
            /** @description A description of the profile. */
            description?: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description Deployment profile updated. */
        ProfileUpdatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.profile.updated";
            data: components["schemas"]["ProfileUpdatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ProfileUpdatedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["DeploymentProfileSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["DeploymentProfileSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Deployment profile deleted. */
        ProfileDeletedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.profile.deleted";
            data: components["schemas"]["ProfileDeletedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ProfileDeletedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["DeploymentProfileSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: null;
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Artifact created. */
        ArtifactCreatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.artifact.created";
            data: components["schemas"]["ArtifactCreatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ArtifactCreatedData: {
            /** @description The resource before the change. null for a creation. */
            before: null;
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["ArtifactSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description The resource at the time of the event. Fields that were added later can be absent. */
        ArtifactSnapshot: {
            /** @description The id of the artifact, `<type>:<name>`. Each of the characters `/ \ ? # % ~` in the name is written as `~` and two hex digits. */
            readonly artifact_id: string;
            type: components["schemas"]["ArtifactTypeOutput"];
            /** @description The name of the artifact, unique within its type. */
            name: string;
            /** @description What the artifact is called on disk. Default: the last part of its name, so that `acme/code-review` and `core/code-review` are two artifacts that are both installed as `code-review`. */
            install_name?: string;
            /** @description A description of the artifact. */
            description?: string | null;
            /** @description The collection to which the artifact belongs. The status then compares it only with records from this collection (`from_collection`). null: with records from any collection. */
            collection?: string | null;
            /** @description The source of the artifact. Free text that the service does not interpret. */
            source?: string | null;
            /** @description SHA-256 of the artifact's content in the collection, as SkillMeat computes it. */
            content_hash?: string | null;
            /** @description The platforms to which the artifact can be deployed. null: every platform. */
            target_platforms?: components["schemas"]["PlatformOutput"][] | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description Artifact updated. */
        ArtifactUpdatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.artifact.updated";
            data: components["schemas"]["ArtifactUpdatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ArtifactUpdatedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["ArtifactSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["ArtifactSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Artifact deleted. */
        ArtifactDeletedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.artifact.deleted";
            data: components["schemas"]["ArtifactDeletedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        ArtifactDeletedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["ArtifactSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: null;
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Deployment created. */
        DeploymentCreatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.deployment.created";
            data: components["schemas"]["DeploymentCreatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        DeploymentCreatedData: {
            /** @description The resource before the change. null for a creation. */
            before: null;
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["DeploymentSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description The resource at the time of the event. Fields that were added later can be absent. */
        DeploymentSnapshot: {
            /** @description The id of the record, `<profile_id>:<type>:<normalised name>`. For a record without a profile the first part is `claude_code`. */
            readonly deployment_id: string;
            /** @description The name of the artifact. */
            artifact_name: string;
            /** @description The type of the artifact. An imported record can have a type that the service does not know; it is kept for the next export. */
            artifact_type: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite" | (string & {});
            /** @description The profile with which the artifact was deployed. null: a record without a profile, such as one from before SkillMeat had profiles. */
            deployment_profile_id?: string | null;
            /** @description The collection from which the artifact was deployed. */
            from_collection: string;
            /** @description Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a time zone. */
            deployed_at: string;
            /** @description The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder. */
            artifact_path: string;
            /** @description The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project. */
            artifact_path_base?: "root" | "project" | (string & {});
            /** @description SHA-256 of the deployed content, as SkillMeat computes it. */
            content_hash: string;
            /** @description Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given. */
            collection_sha: string;
            /** @description Whether the deployed copy was edited after the deployment. */
            local_modifications: boolean;
            /** @description The hashes of the deployed versions, oldest first. The newest 64 are kept. */
            version_lineage: string[];
            /** @description Hash of the common ancestor for a three-way merge. */
            merge_base_snapshot?: string | null;
            /** @description Time at which a local edit was first detected. */
            modification_detected_at?: string | null;
            /** @description Hash of the previous version. */
            parent_hash?: string | null;
            /** @description Time of the last check for local edits. */
            last_modified_check?: string | null;
            /** @description Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too. */
            written_hash?: string | null;
            /** @description UUID of the artifact in SkillMeat's collection. */
            artifact_uuid?: string | null;
            /** @description Copied from the profile. null: a record without a profile. Imported values are kept, even if the catalogue does not contain them. */
            readonly platform?: string | null;
            /** @description Copied from the profile. null: a record without a profile. */
            readonly profile_root_dir?: string | null;
            /** @description Unknown keys of an imported row, as TOML. They are stored and exported again. */
            readonly extra_toml?: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description Deployment updated. */
        DeploymentUpdatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.deployment.updated";
            data: components["schemas"]["DeploymentUpdatedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        DeploymentUpdatedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["DeploymentSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: components["schemas"]["DeploymentSnapshot"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description Deployment deleted. */
        DeploymentDeletedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event: the changed resource, and what happened to it.
             * @constant
             */
            type: "skillmeat.deployment.deleted";
            data: components["schemas"]["DeploymentDeletedData"];
        };
        /** @description The change: the resource before and after it, the actor and the request. */
        DeploymentDeletedData: {
            /** @description The resource before the change. null for a creation. */
            before: components["schemas"]["DeploymentSnapshot"];
            /** @description The resource after the change. null for a deletion. */
            after: null;
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description The files of a deployment record were observed in another state than before. The record is the same. */
        DeploymentObservedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event.
             * @constant
             */
            type: "skillmeat.deployment.observed";
            data: components["schemas"]["DeploymentObservedData"];
        };
        /** @description The observation before and after it, the actor and the request. */
        DeploymentObservedData: {
            /** @description What was observed before. null: the record was not observed yet. */
            before: components["schemas"]["DeploymentObservation"] | null;
            /** @description What was observed. */
            after: components["schemas"]["DeploymentObservation"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description What was observed of a deployment record. */
        DeploymentObservation: {
            /** @description The id of the record. */
            deployment_id: string;
            /** @description `synced`: what lies on the disk is what the record says. `modified`: it is something else. `missing`: nothing is there. */
            state: "synced" | "modified" | "missing" | (string & {});
            /** @description Hash of what lies on the disk. null: it was not told. */
            hash: string | null;
            /**
             * Format: date-time
             * @description When it was observed (RFC 3339, UTC).
             */
            observed_at: string;
        };
        /** @description Five deliveries of a webhook in a row failed. */
        WebhookFailingEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event.
             * @constant
             */
            type: "skillmeat.webhook.failing";
            data: components["schemas"]["WebhookData"];
        };
        /** @description The webhook, and what made the event. */
        WebhookData: {
            /** @description Always null. */
            before: null;
            /** @description The webhook after what happened. */
            after: components["schemas"]["WebhookState"];
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description The state of a webhook when something happened to it. */
        WebhookState: {
            /** @description The id of the webhook. */
            webhook_id: string;
            /** @description Where its events are sent. */
            url: string;
            /** @description `active`, `paused` or `disabled`. */
            status: "active" | "paused" | "disabled" | (string & {});
            /** @description Why the service has stopped the webhook. null: it has not. */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Time of the first failure since the last success.
             */
            failing_since: string | null;
            /**
             * Format: int64
             * @description The number of failures in a row.
             */
            failures: number;
            /** @description The delivery whose outcome made this event. */
            delivery_id: string;
        };
        /** @description A delivery of a webhook was given up. */
        WebhookExhaustedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event.
             * @constant
             */
            type: "skillmeat.webhook.exhausted";
            data: components["schemas"]["WebhookData"];
        };
        /** @description The service has stopped a webhook. */
        WebhookDisabledEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event.
             * @constant
             */
            type: "skillmeat.webhook.disabled";
            data: components["schemas"]["WebhookData"];
        };
        /** @description A webhook that was failing has succeeded. */
        WebhookRecoveredEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /**
             * @description The type of the event.
             * @constant
             */
            type: "skillmeat.webhook.recovered";
            data: components["schemas"]["WebhookData"];
        };
        /** @description An event of a type that this document does not describe. */
        OtherEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /** @description The type of the event. */
            type: string;
            /** @description What happened. Its members depend on the type. */
            data: {
                [key: string]: unknown;
            };
        };
        /** @description The new webhook, with its secret. */
        WebhookCreated: {
            /** @description The id of the webhook, a ULID. */
            readonly webhook_id: string;
            /** @description Where events are sent by POST. `https`, on port 443 or 1024 to 65535, at a public address, without credentials. */
            url: string;
            /** @description What the webhook is for. */
            description: string | null;
            /** @description The types of events that are sent. `*` at the end stands for the rest of a type. null: every type. */
            events: string[] | null;
            /** @description The projects whose events are sent. null: those of the whole tenant. */
            project_ids: string[] | null;
            /** @description `active`: events are sent. `paused`: a client has stopped it. `disabled`: the service has stopped it, see `disabled_reason`. Set it to `active` to go on. What happens meanwhile is not sent; see replay. */
            status: "active" | "paused" | "disabled" | (string & {});
            /**
             * Format: int32
             * @description The maximum number of deliveries a second, 1 to 1000. null: no such limit.
             */
            rate: number | null;
            /** @description How deliveries are signed. `v1`: HMAC-SHA256 with the secret. `v1a`: Ed25519. */
            signing: "v1" | "v1a" | (string & {});
            /** @description For `v1a`: the key that verifies the signatures, `whpk_…`. null: the signing is `v1`. */
            public_key: string | null;
            /** @description Why the service has stopped the webhook. null: it has not. */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
            /** @description For `v1`: the secret that verifies the signatures, `whsec_…`. It is shown only in this response. */
            secret?: string;
            /**
             * @description true in an idempotent replay: the first response contained the secret.
             * @constant
             */
            secret_shown?: true;
        };
        /** @description A webhook, and how its deliveries went. */
        WebhookRead: {
            /** @description The id of the webhook, a ULID. */
            readonly webhook_id: string;
            /** @description Where events are sent by POST. `https`, on port 443 or 1024 to 65535, at a public address, without credentials. */
            url: string;
            /** @description What the webhook is for. */
            description: string | null;
            /** @description The types of events that are sent. `*` at the end stands for the rest of a type. null: every type. */
            events: string[] | null;
            /** @description The projects whose events are sent. null: those of the whole tenant. */
            project_ids: string[] | null;
            /** @description `active`: events are sent. `paused`: a client has stopped it. `disabled`: the service has stopped it, see `disabled_reason`. Set it to `active` to go on. What happens meanwhile is not sent; see replay. */
            status: "active" | "paused" | "disabled" | (string & {});
            /**
             * Format: int32
             * @description The maximum number of deliveries a second, 1 to 1000. null: no such limit.
             */
            rate: number | null;
            /** @description How deliveries are signed. `v1`: HMAC-SHA256 with the secret. `v1a`: Ed25519. */
            signing: "v1" | "v1a" | (string & {});
            /** @description For `v1a`: the key that verifies the signatures, `whpk_…`. null: the signing is `v1`. */
            public_key: string | null;
            /** @description Why the service has stopped the webhook. null: it has not. */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
            /**
             * Format: date-time
             * @description Time of the last delivery that succeeded. null: there is none.
             */
            last_success_at: string | null;
            /**
             * Format: date-time
             * @description Time of the first failure since the last success. null: the last delivery succeeded, or there was none.
             */
            failing_since: string | null;
            /**
             * Format: int64
             * @description The number of deliveries that are due or wait for another attempt, counted up to 100.
             */
            due: number;
            /**
             * Format: int64
             * @description The number of deliveries that were given up since the webhook was created.
             */
            failed: number;
        };
        /** @description Webhook. Fields without a value are null. */
        Webhook: {
            /** @description The id of the webhook, a ULID. */
            readonly webhook_id: string;
            /** @description Where events are sent by POST. `https`, on port 443 or 1024 to 65535, at a public address, without credentials. */
            url: string;
            /** @description What the webhook is for. */
            description: string | null;
            /** @description The types of events that are sent. `*` at the end stands for the rest of a type. null: every type. */
            events: string[] | null;
            /** @description The projects whose events are sent. null: those of the whole tenant. */
            project_ids: string[] | null;
            /** @description `active`: events are sent. `paused`: a client has stopped it. `disabled`: the service has stopped it, see `disabled_reason`. Set it to `active` to go on. What happens meanwhile is not sent; see replay. */
            status: "active" | "paused" | "disabled" | (string & {});
            /**
             * Format: int32
             * @description The maximum number of deliveries a second, 1 to 1000. null: no such limit.
             */
            rate: number | null;
            /** @description How deliveries are signed. `v1`: HMAC-SHA256 with the secret. `v1a`: Ed25519. */
            signing: "v1" | "v1a" | (string & {});
            /** @description For `v1a`: the key that verifies the signatures, `whpk_…`. null: the signing is `v1`. */
            public_key: string | null;
            /** @description Why the service has stopped the webhook. null: it has not. */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change (RFC 3339, UTC).
             */
            readonly updated_at: string;
            /**
             * Format: int64
             * @description Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.
             */
            readonly version: number;
        };
        /** @description The new secret. */
        WebhookRotated: {
            /** @description The id of the webhook, a ULID. */
            readonly webhook_id: string;
            /** @description For `v1a`: the key that verifies the signatures, `whpk_…`. null: the signing is `v1`. */
            public_key: string | null;
            /**
             * Format: date-time
             * @description Until when the old secret signs as well. null: it does no longer.
             */
            old_until: string | null;
            /** @description For `v1`: the secret that verifies the signatures, `whsec_…`. It is shown only in this response. */
            secret?: string;
            /**
             * @description true in an idempotent replay: the first response contained the secret.
             * @constant
             */
            secret_shown?: true;
        };
        /** @description An event on its way to a webhook. Kept for 30 days. */
        Delivery: {
            /** @description The id of the delivery: that of its event, which is also the `webhook-id` of each attempt. */
            delivery_id: string;
            /** @description The webhook. */
            webhook_id: string;
            /** @description The type of the event, or `skillmeat.webhook.test`. */
            type: "skillmeat.project.created" | "skillmeat.project.updated" | "skillmeat.project.deleted" | "skillmeat.profile.created" | "skillmeat.profile.updated" | "skillmeat.profile.deleted" | "skillmeat.artifact.created" | "skillmeat.artifact.updated" | "skillmeat.artifact.deleted" | "skillmeat.deployment.created" | "skillmeat.deployment.updated" | "skillmeat.deployment.deleted" | "skillmeat.deployment.observed" | "skillmeat.webhook.failing" | "skillmeat.webhook.exhausted" | "skillmeat.webhook.disabled" | "skillmeat.webhook.recovered" | "skillmeat.webhook.test" | (string & {});
            /** @description The subject of the event. */
            subject: string;
            /** @description `pending`: it is due, or waits for another attempt. `delivered`: the receiver answered 2xx. `failed`: given up. */
            status: "pending" | "delivered" | "failed" | (string & {});
            /**
             * Format: int64
             * @description The number of attempts so far.
             */
            attempts: number;
            /**
             * Format: int64
             * @description The HTTP status of the last attempt. null: none was made, or it got no answer.
             */
            last_status: number | null;
            /**
             * Format: date-time
             * @description When the next attempt is due. null: there is none.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description Time at which the event was queued.
             */
            created_at: string;
        };
        /** @description How many events were queued, and where to go on. */
        WebhookReplayResult: {
            /**
             * Format: int64
             * @description The number of events that were queued.
             */
            queued: number;
            /** @description Send the request again with this cursor to go on. null: it is complete. */
            cursor: string | null;
        };
        /** @description A delivery with its attempts. */
        DeliveryRead: {
            /** @description The id of the delivery: that of its event, which is also the `webhook-id` of each attempt. */
            delivery_id: string;
            /** @description The webhook. */
            webhook_id: string;
            /** @description The type of the event, or `skillmeat.webhook.test`. */
            type: "skillmeat.project.created" | "skillmeat.project.updated" | "skillmeat.project.deleted" | "skillmeat.profile.created" | "skillmeat.profile.updated" | "skillmeat.profile.deleted" | "skillmeat.artifact.created" | "skillmeat.artifact.updated" | "skillmeat.artifact.deleted" | "skillmeat.deployment.created" | "skillmeat.deployment.updated" | "skillmeat.deployment.deleted" | "skillmeat.deployment.observed" | "skillmeat.webhook.failing" | "skillmeat.webhook.exhausted" | "skillmeat.webhook.disabled" | "skillmeat.webhook.recovered" | "skillmeat.webhook.test" | (string & {});
            /** @description The subject of the event. */
            subject: string;
            /** @description `pending`: it is due, or waits for another attempt. `delivered`: the receiver answered 2xx. `failed`: given up. */
            status: "pending" | "delivered" | "failed" | (string & {});
            /**
             * Format: int64
             * @description The number of attempts so far.
             */
            attempts: number;
            /**
             * Format: int64
             * @description The HTTP status of the last attempt. null: none was made, or it got no answer.
             */
            last_status: number | null;
            /**
             * Format: date-time
             * @description When the next attempt is due. null: there is none.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description Time at which the event was queued.
             */
            created_at: string;
            /** @description The attempts, oldest first. The newest 100 are listed. */
            log: components["schemas"]["DeliveryAttempt"][];
        };
        /** @description An attempt to deliver an event. */
        DeliveryAttempt: {
            /**
             * Format: date-time
             * @description Time of the attempt.
             */
            at: string;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            duration_ms: number;
            /**
             * Format: int64
             * @description The HTTP status of the answer. null: there was none.
             */
            status: number | null;
            /** @description Why there was no answer. null: there was one. */
            error: string | null;
            /** @description The first 4 KiB of the answer, as text. null: there was none. */
            response: string | null;
        };
        /** @description The new API key. */
        ApiKeyCreated: {
            /** @description The id of the key, a ULID. The key itself contains it. */
            key_id: string;
            /** @description A name that says what the key is for. */
            name: string;
            /** @description The permissions of the key. */
            scopes: components["schemas"]["ScopeOutput"][];
            /**
             * Format: date-time
             * @description Time at which the key expires (RFC 3339). null: it does not expire.
             */
            expires_at: string | null;
            /** @description The last four characters of the secret, to help identify the key. */
            last4: string;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            created_at: string;
            /** @description The actor that created the key: `key:<key id>`, `oidc:<subject>` or `operator`. */
            created_by: string;
            /**
             * Format: date-time
             * @description The hour in which the key was last used (RFC 3339, UTC). null: no use is known.
             */
            last_used_at: string | null;
            /** @description The API key. It is shown only in this response. */
            key?: string;
            /**
             * @description true in an idempotent replay: the first response contained the key.
             * @constant
             */
            secret_shown?: true;
        };
        /** @description An API key without its secret. */
        ApiKey: {
            /** @description The id of the key, a ULID. The key itself contains it. */
            key_id: string;
            /** @description A name that says what the key is for. */
            name: string;
            /** @description The permissions of the key. */
            scopes: components["schemas"]["ScopeOutput"][];
            /**
             * Format: date-time
             * @description Time at which the key expires (RFC 3339). null: it does not expire.
             */
            expires_at: string | null;
            /** @description The last four characters of the secret, to help identify the key. */
            last4: string;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            created_at: string;
            /** @description The actor that created the key: `key:<key id>`, `oidc:<subject>` or `operator`. */
            created_by: string;
            /**
             * Format: date-time
             * @description The hour in which the key was last used (RFC 3339, UTC). null: no use is known.
             */
            last_used_at: string | null;
        };
        /** @description The new tenant. */
        TenantCreated: {
            /** @description The id of the tenant. The operator chooses it. Immutable. */
            tenant_id: string;
            /** @description The display name. */
            name: string;
            limits: components["schemas"]["TenantLimits"];
            /** @description Whether the credentials of the tenant are refused with 403. */
            suspended: boolean;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            created_at: string;
            /** @description The tenant's first API key, which has all scopes. It is shown only in this response. */
            api_key?: string;
            /**
             * @description true in an idempotent replay: the first response contained the key.
             * @constant
             */
            secret_shown?: true;
        };
        /** @description The limits that the operator set for the tenant. For the others the deployment's defaults apply. */
        TenantLimits: {
            /**
             * Format: int64
             * @description Requests a second of all credentials together, at each running instance. Ten times as many at once are admitted.
             */
            requests_per_second?: number;
            /**
             * Format: int64
             * @description API keys that have not expired.
             */
            keys?: number;
            /**
             * Format: int64
             * @description Projects.
             */
            projects?: number;
            /**
             * Format: int64
             * @description Deployment records in one project.
             */
            records_per_project?: number;
            /**
             * Format: int64
             * @description Webhook endpoints.
             */
            webhooks?: number;
        };
        /** @description A tenant. */
        Tenant: {
            /** @description The id of the tenant. The operator chooses it. Immutable. */
            tenant_id: string;
            /** @description The display name. */
            name: string;
            limits: components["schemas"]["TenantLimits"];
            /** @description Whether the credentials of the tenant are refused with 403. */
            suspended: boolean;
            /**
             * Format: date-time
             * @description Time of creation (RFC 3339, UTC).
             */
            created_at: string;
        };
        /** @description An event as a webhook gets it: at most 64 KiB. */
        DeliveredEvent: components["schemas"]["Event"] | components["schemas"]["TruncatedEvent"] | components["schemas"]["WebhookTestEvent"];
        /** @description An event of more than 64 KiB, of any type. The feed has the whole event. */
        TruncatedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The URL of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The W3C `traceparent` of the request, if it had one. */
            traceparent?: string;
            /** @description The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros. */
            sequence: string;
            /** @description The type of the event. */
            type: string;
            data: components["schemas"]["TruncatedData"];
        };
        /** @description A change of which one or both sides are references. */
        TruncatedData: {
            /** @description The resource before the change, or where to read it. null for a creation. */
            before: components["schemas"]["SideReference"] | {
                [key: string]: unknown;
            } | null;
            /** @description The resource after the change, or where to read it. null for a deletion. */
            after: components["schemas"]["SideReference"] | {
                [key: string]: unknown;
            } | null;
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
            /**
             * @description Tells that a side is a reference.
             * @constant
             */
            truncated: true;
        };
        /** @description Where the side that was left out can be read. */
        SideReference: {
            /** @description The path of a feed page that contains only this event. Compare the `id`: the project may have been deleted and created again. */
            ref: string;
        };
        /** @description A test event. It is in no feed, so it has no `sequence`. */
        WebhookTestEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            specversion: "1.0";
            /** @description The id of the change, a ULID. Events with the same id are the same event. */
            id: string;
            /** @description The tenant, as `/tenants/<tenant_id>`. */
            source: string;
            /** @description The path of the changed resource, percent-encoded where needed. */
            subject: string;
            /**
             * Format: date-time
             * @description Time of the change (RFC 3339, UTC).
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @constant
             */
            datacontenttype: "application/json";
            /**
             * @description The type of the event.
             * @constant
             */
            type: "skillmeat.webhook.test";
            data: components["schemas"]["WebhookTestData"];
        };
        /** @description Who sent the test event, and by which request. */
        WebhookTestData: {
            /** @description The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`. */
            actor: string;
            /** @description The `X-Request-Id` of the request that made the change. */
            request_id: string;
        };
        /** @description A permission of a credential. `:write` does not include `:read`. */
        ScopeOutput: "projects:read" | "projects:write" | "profiles:read" | "profiles:write" | "artifacts:read" | "artifacts:write" | "deployments:read" | "deployments:write" | "events:read" | "events:write" | "webhooks:read" | "webhooks:write" | "keys:read" | "keys:write" | (string & {});
        /**
         * @description - `claude_code`: Anthropic's Claude Code. It is the primary platform: a record without a profile counts as this platform.
         *     - `codex`: OpenAI's Codex CLI.
         *     - `gemini`: Google's Gemini CLI.
         *     - `cursor`: The Cursor editor and its agent.
         *     - `copilot`: GitHub Copilot in VS Code and in the cloud.
         *     - `copilot_cli`: GitHub Copilot on the command line. It differs from Copilot in prompts and MCP servers.
         *     - `opencode`: The OpenCode terminal agent.
         *     - `devin`: Cognition's Devin Desktop, called Windsurf until 2026-06-02, and its command line.
         *     - `windsurf`: The Windsurf editor under its old name, with its old folders. The vendor renamed it to Devin Desktop on 2026-06-02.
         *     - `cline`: The Cline agent for editors and the terminal.
         *     - `roo`: The Roo Code extension. It is archived; the community continues it as Zoo Code.
         *     - `zoocode`: The community's continuation of Roo Code, with the same folders.
         *     - `kiro`: Amazon's Kiro: the editor and the command line.
         *     - `amp`: The Amp coding agent.
         *     - `goose`: The open-source agent Goose, which was started at Block.
         *     - `junie`: JetBrains' agent Junie.
         *     - `zed`: The Zed editor and its agent.
         *     - `qwen`: Alibaba's Qwen Code.
         *     - `factory`: Factory's Droid.
         *     - `antigravity`: Google's Antigravity 2.0: the editor and the command line, agy.
         *     - `kilo`: The Kilo Code agent for editors and the terminal.
         *     - `augment`: Augment Code and its command line, Auggie.
         *     - `warp`: The Warp terminal and its agent.
         *     - `grok`: xAI's Grok Build command line.
         *     - `kimi`: Moonshot AI's Kimi Code command line.
         *     - `pi`: The Pi coding agent.
         *     - `vibe`: Mistral's Vibe command line.
         *     - `trae`: ByteDance's Trae editor and its agent.
         *     - `crush`: Charm's Crush, an agent for the terminal.
         *     - `continue`: The Continue agent for editors and the terminal. It is archived.
         *     - `rovodev`: Atlassian's Rovo Dev command line.
         *     - `jetbrains`: The AI Assistant in JetBrains' editors. Junie is a separate platform.
         *     - `replit`: Replit's agent.
         *     - `codebuddy`: Tencent's CodeBuddy, an editor and the command line CodeBuddy Code.
         *     - `qoder`: Alibaba's Qoder, an editor and the command line qodercli.
         *     - `command_code`: The Command Code terminal agent.
         *     - `hermes`: Nous Research's Hermes Agent. It has its skills and servers in the user's home.
         *     - `bob`: IBM's Bob, an editor and the command line Bob Shell.
         *     - `iflow`: The iFlow terminal agent, which was shut down on 2026-04-17.
         *     - `openclaw`: The OpenClaw assistant, called Clawdbot and Moltbot before. A project is the workspace of an agent.
         *     - `firebender`: The Firebender agent for JetBrains' editors and Android Studio.
         *     - `openhands`: The open-source agent OpenHands.
         *     - `adal`: SylphAI's terminal agent AdaL.
         *     - `cortex`: Snowflake's Cortex Code command line.
         *     - `forge`: The ForgeCode terminal agent.
         *     - `kode`: ShareAI Lab's terminal agent Kode.
         *     - `xum`: Coder's Xum, called Mux until 2026, for agents that work in parallel.
         *     - `neovate`: The Neovate terminal agent.
         *     - `pochi`: TabbyML's Pochi, for VS Code and the terminal.
         *     - `tabnine`: Tabnine's command line.
         *     - `zcode`: Z.ai's ZCode, a development environment for the GLM models.
         *     - `zencoder`: Zencoder's coding agent.
         *     - `deepagents`: LangChain's Deep Agents Code, the command line dcode.
         *     - `lingma`: Alibaba's Tongyi Lingma editor and its agent.
         *     - `mcpjam`: The MCPJam inspector for MCP servers, and its agent.
         *     - `trae_cn`: The edition of ByteDance's Trae for China.
         *     - `codearts`: Huawei's CodeArts agent.
         *     - `omp`: oh-my-pi (omp), a coding agent made from Pi.
         *     - `aiderdesk`: AiderDesk, a desktop application with a coding agent.
         *     - `amazon_q`: Amazon Q Developer's command line. The command line of Kiro replaced it.
         *     - `astrbot`: AstrBot, a framework for chat bots with agents.
         *     - `codestudio`: The coding agent Code Studio.
         *     - `dexto`: Truffle AI's Dexto agent.
         *     - `fx`: The coding agent fx (fx.sh).
         *     - `lm_studio`: LM Studio, an application that runs models on the user's machine.
         *     - `ona`: Ona's coding agent.
         *     - `reasonix`: Reasonix, a coding agent for the DeepSeek models.
         *     - `letta`: Letta Code, a command line whose agents have a memory.
         *     - `aider`: Aider, a command line for pair programming.
         *     - `takt`: TAKT, which runs coding agents by workflows.
         *     - `jules`: Google's Jules, an agent that works on repositories by itself.
         *     - `other`: A tool that the catalogue does not contain. It has no preset, so a profile must set root_dir.
         *     - `remote_git`: A remote Git repository as a target. It has no preset, so a profile must set root_dir.
         */
        PlatformOutput: "claude_code" | "codex" | "gemini" | "cursor" | "copilot" | "copilot_cli" | "opencode" | "devin" | "windsurf" | "cline" | "roo" | "zoocode" | "kiro" | "amp" | "goose" | "junie" | "zed" | "qwen" | "factory" | "antigravity" | "kilo" | "augment" | "warp" | "grok" | "kimi" | "pi" | "vibe" | "trae" | "crush" | "continue" | "rovodev" | "jetbrains" | "replit" | "codebuddy" | "qoder" | "command_code" | "hermes" | "bob" | "iflow" | "openclaw" | "firebender" | "openhands" | "adal" | "cortex" | "forge" | "kode" | "xum" | "neovate" | "pochi" | "tabnine" | "zcode" | "zencoder" | "deepagents" | "lingma" | "mcpjam" | "trae_cn" | "codearts" | "omp" | "aiderdesk" | "amazon_q" | "astrbot" | "codestudio" | "dexto" | "fx" | "lm_studio" | "ona" | "reasonix" | "letta" | "aider" | "takt" | "jules" | "other" | "remote_git" | (string & {});
        /** @description Where the artifacts of each type go: a directory relative to `root_dir`, or a mapping object. */
        ArtifactPathMapOutput: {
            [key: string]: string | components["schemas"]["ArtifactMappingOutput"];
        };
        /** @description The type of the artifact. */
        ArtifactTypeOutput: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite" | (string & {});
        /** @description Where the artifacts of a type go. */
        ArtifactMappingOutput: {
            /** @description The directory or file, relative to `base`. */
            path: string;
            /** @description The base of `path`: `root` (default) is the profile's `root_dir`, `project` is the project. */
            base?: "root" | "project" | (string & {});
            /** @description `directory` (default): a file in a directory. `file`: a whole file that nobody else writes. `merge`: an entry of a shared JSON, JSONC, TOML or YAML file. `block`: a marked section of a shared text file. */
            kind?: "directory" | "file" | "merge" | "block" | (string & {});
            key?: components["schemas"]["MergeKeyOutput"] | null;
            /** @description For `merge`: `by_name` (default) is a member named after the artifact, `list` an item of a list, told by its `item_name`, and `by_event` a hook in the lists of its events. */
            entry?: "by_name" | "list" | "by_event" | (string & {});
            /** @description For `entry: list`: the member of an item that holds its name. Default: `name`. */
            item_name?: string;
            /** @description The format of the file. null: Markdown, or not specified. */
            format?: string | null;
            /** @description For `directory`: the file name. Default: `{name}/SKILL.md` for a skill, else `{name}.md`. */
            filename?: string;
        };
        /** @description The member of the file that contains the entries, by its name (a dot in it is a dot) or by the list of names that leads there. An empty list is the root of the file. */
        MergeKeyOutput: string | string[];
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type DetectRequest = components['schemas']['DetectRequest'];
export type ProjectCreate = components['schemas']['ProjectCreate'];
export type ProjectPatch = components['schemas']['ProjectPatch'];
export type ProjectPut = components['schemas']['ProjectPut'];
export type DeploymentProfileCreate = components['schemas']['DeploymentProfileCreate'];
export type Platform = components['schemas']['Platform'];
export type ArtifactPathMap = components['schemas']['ArtifactPathMap'];
export type ArtifactType = components['schemas']['ArtifactType'];
export type ArtifactMapping = components['schemas']['ArtifactMapping'];
export type MergeKey = components['schemas']['MergeKey'];
export type DeploymentProfilePatch = components['schemas']['DeploymentProfilePatch'];
export type DeploymentProfilePut = components['schemas']['DeploymentProfilePut'];
export type ArtifactCreate = components['schemas']['ArtifactCreate'];
export type ArtifactPatch = components['schemas']['ArtifactPatch'];
export type ArtifactPut = components['schemas']['ArtifactPut'];
export type DeploymentCreate = components['schemas']['DeploymentCreate'];
export type RecordBatch = components['schemas']['RecordBatch'];
export type RecordBatchItem = components['schemas']['RecordBatchItem'];
export type SkillsLock = components['schemas']['SkillsLock'];
export type LockedSkill = components['schemas']['LockedSkill'];
export type DeploymentPatch = components['schemas']['DeploymentPatch'];
export type ObservationReport = components['schemas']['ObservationReport'];
export type ObservationItem = components['schemas']['ObservationItem'];
export type PlanRequest = components['schemas']['PlanRequest'];
export type PlanRequestArtifact = components['schemas']['PlanRequestArtifact'];
export type WebhookCreate = components['schemas']['WebhookCreate'];
export type WebhookPatch = components['schemas']['WebhookPatch'];
export type WebhookRotate = components['schemas']['WebhookRotate'];
export type WebhookReplay = components['schemas']['WebhookReplay'];
export type ApiKeyCreate = components['schemas']['ApiKeyCreate'];
export type Scope = components['schemas']['Scope'];
export type ApiKeyPatch = components['schemas']['ApiKeyPatch'];
export type ApiKeyRotate = components['schemas']['ApiKeyRotate'];
export type TenantCreate = components['schemas']['TenantCreate'];
export type TenantPatch = components['schemas']['TenantPatch'];
export type TenantLimitsPatch = components['schemas']['TenantLimitsPatch'];
export type TenantKeyCreate = components['schemas']['TenantKeyCreate'];
export type Service = components['schemas']['Service'];
export type Problem = components['schemas']['Problem'];
export type BodyError = components['schemas']['BodyError'];
export type ParameterError = components['schemas']['ParameterError'];
export type Me = components['schemas']['Me'];
export type Limits = components['schemas']['Limits'];
export type Health = components['schemas']['Health'];
export type Detection = components['schemas']['Detection'];
export type DetectedPlatform = components['schemas']['DetectedPlatform'];
export type DetectionEvidence = components['schemas']['DetectionEvidence'];
export type NestedPlatform = components['schemas']['NestedPlatform'];
export type SharedPath = components['schemas']['SharedPath'];
export type PlatformEntry = components['schemas']['PlatformEntry'];
export type SkillsLayouts = components['schemas']['SkillsLayouts'];
export type McpEntries = components['schemas']['McpEntries'];
export type McpEntry = components['schemas']['McpEntry'];
export type McpFixedMember = components['schemas']['McpFixedMember'];
export type McpServerMember = components['schemas']['McpServerMember'];
export type UserLayout = components['schemas']['UserLayout'];
export type Relocation = components['schemas']['Relocation'];
export type VariableRelocation = components['schemas']['VariableRelocation'];
export type SystemRelocation = components['schemas']['SystemRelocation'];
export type PlatformMarkers = components['schemas']['PlatformMarkers'];
export type FrontMatter = components['schemas']['FrontMatter'];
export type FrontMatterFixedKey = components['schemas']['FrontMatterFixedKey'];
export type FrontMatterArtifactKey = components['schemas']['FrontMatterArtifactKey'];
export type RuleFrontMatter = components['schemas']['RuleFrontMatter'];
export type SettingsFiles = components['schemas']['SettingsFiles'];
export type Evidence = components['schemas']['Evidence'];
export type CatalogueSource = components['schemas']['CatalogueSource'];
export type Project = components['schemas']['Project'];
export type DeploymentProfile = components['schemas']['DeploymentProfile'];
export type PresetDiff = components['schemas']['PresetDiff'];
export type PresetChange = components['schemas']['PresetChange'];
export type Artifact = components['schemas']['Artifact'];
export type Deployment = components['schemas']['Deployment'];
export type RecordedEverywhere = components['schemas']['RecordedEverywhere'];
export type SkippedProfile = components['schemas']['SkippedProfile'];
export type DeploymentRead = components['schemas']['DeploymentRead'];
export type Observation = components['schemas']['Observation'];
export type RecordBatchResult = components['schemas']['RecordBatchResult'];
export type RecordBatchCounts = components['schemas']['RecordBatchCounts'];
export type RecordBatchItemResult = components['schemas']['RecordBatchItemResult'];
export type RecordBatchError = components['schemas']['RecordBatchError'];
export type ImportResult = components['schemas']['ImportResult'];
export type ImportedArtifacts = components['schemas']['ImportedArtifacts'];
export type SupersededRow = components['schemas']['SupersededRow'];
export type LeftOutRow = components['schemas']['LeftOutRow'];
export type ObservationResult = components['schemas']['ObservationResult'];
export type ObservationCounts = components['schemas']['ObservationCounts'];
export type ProjectStatus = components['schemas']['ProjectStatus'];
export type StatusCounts = components['schemas']['StatusCounts'];
export type ObservedCounts = components['schemas']['ObservedCounts'];
export type ProfileStatus = components['schemas']['ProfileStatus'];
export type DeploymentStatus = components['schemas']['DeploymentStatus'];
export type Untracked = components['schemas']['Untracked'];
export type Plan = components['schemas']['Plan'];
export type PlanEntry = components['schemas']['PlanEntry'];
export type PlannedArtifact = components['schemas']['PlannedArtifact'];
export type PlanRecord = components['schemas']['PlanRecord'];
export type PlanCollision = components['schemas']['PlanCollision'];
export type CollidingEntry = components['schemas']['CollidingEntry'];
export type Event = components['schemas']['Event'];
export type ProjectCreatedEvent = components['schemas']['ProjectCreatedEvent'];
export type ProjectCreatedData = components['schemas']['ProjectCreatedData'];
export type ProjectSnapshot = components['schemas']['ProjectSnapshot'];
export type ProjectUpdatedEvent = components['schemas']['ProjectUpdatedEvent'];
export type ProjectUpdatedData = components['schemas']['ProjectUpdatedData'];
export type ProjectDeletedEvent = components['schemas']['ProjectDeletedEvent'];
export type ProjectDeletedData = components['schemas']['ProjectDeletedData'];
export type ProfileCreatedEvent = components['schemas']['ProfileCreatedEvent'];
export type ProfileCreatedData = components['schemas']['ProfileCreatedData'];
export type DeploymentProfileSnapshot = components['schemas']['DeploymentProfileSnapshot'];
export type ProfileUpdatedEvent = components['schemas']['ProfileUpdatedEvent'];
export type ProfileUpdatedData = components['schemas']['ProfileUpdatedData'];
export type ProfileDeletedEvent = components['schemas']['ProfileDeletedEvent'];
export type ProfileDeletedData = components['schemas']['ProfileDeletedData'];
export type ArtifactCreatedEvent = components['schemas']['ArtifactCreatedEvent'];
export type ArtifactCreatedData = components['schemas']['ArtifactCreatedData'];
export type ArtifactSnapshot = components['schemas']['ArtifactSnapshot'];
export type ArtifactUpdatedEvent = components['schemas']['ArtifactUpdatedEvent'];
export type ArtifactUpdatedData = components['schemas']['ArtifactUpdatedData'];
export type ArtifactDeletedEvent = components['schemas']['ArtifactDeletedEvent'];
export type ArtifactDeletedData = components['schemas']['ArtifactDeletedData'];
export type DeploymentCreatedEvent = components['schemas']['DeploymentCreatedEvent'];
export type DeploymentCreatedData = components['schemas']['DeploymentCreatedData'];
export type DeploymentSnapshot = components['schemas']['DeploymentSnapshot'];
export type DeploymentUpdatedEvent = components['schemas']['DeploymentUpdatedEvent'];
export type DeploymentUpdatedData = components['schemas']['DeploymentUpdatedData'];
export type DeploymentDeletedEvent = components['schemas']['DeploymentDeletedEvent'];
export type DeploymentDeletedData = components['schemas']['DeploymentDeletedData'];
export type DeploymentObservedEvent = components['schemas']['DeploymentObservedEvent'];
export type DeploymentObservedData = components['schemas']['DeploymentObservedData'];
export type DeploymentObservation = components['schemas']['DeploymentObservation'];
export type WebhookFailingEvent = components['schemas']['WebhookFailingEvent'];
export type WebhookData = components['schemas']['WebhookData'];
export type WebhookState = components['schemas']['WebhookState'];
export type WebhookExhaustedEvent = components['schemas']['WebhookExhaustedEvent'];
export type WebhookDisabledEvent = components['schemas']['WebhookDisabledEvent'];
export type WebhookRecoveredEvent = components['schemas']['WebhookRecoveredEvent'];
export type OtherEvent = components['schemas']['OtherEvent'];
export type WebhookCreated = components['schemas']['WebhookCreated'];
export type WebhookRead = components['schemas']['WebhookRead'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookRotated = components['schemas']['WebhookRotated'];
export type Delivery = components['schemas']['Delivery'];
export type WebhookReplayResult = components['schemas']['WebhookReplayResult'];
export type DeliveryRead = components['schemas']['DeliveryRead'];
export type DeliveryAttempt = components['schemas']['DeliveryAttempt'];
export type ApiKeyCreated = components['schemas']['ApiKeyCreated'];
export type ApiKey = components['schemas']['ApiKey'];
export type TenantCreated = components['schemas']['TenantCreated'];
export type TenantLimits = components['schemas']['TenantLimits'];
export type Tenant = components['schemas']['Tenant'];
export type DeliveredEvent = components['schemas']['DeliveredEvent'];
export type TruncatedEvent = components['schemas']['TruncatedEvent'];
export type TruncatedData = components['schemas']['TruncatedData'];
export type SideReference = components['schemas']['SideReference'];
export type WebhookTestEvent = components['schemas']['WebhookTestEvent'];
export type WebhookTestData = components['schemas']['WebhookTestData'];
export type ScopeOutput = components['schemas']['ScopeOutput'];
export type PlatformOutput = components['schemas']['PlatformOutput'];
export type ArtifactPathMapOutput = components['schemas']['ArtifactPathMapOutput'];
export type ArtifactTypeOutput = components['schemas']['ArtifactTypeOutput'];
export type ArtifactMappingOutput = components['schemas']['ArtifactMappingOutput'];
export type MergeKeyOutput = components['schemas']['MergeKeyOutput'];
export interface operations {
    readService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The name, version and links of the service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant, key id, scopes, expiry and limits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Storage is available. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    readAsyncApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    readDocs: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An HTML page that loads files of this service only. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    readDocsStyle: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
        };
    };
    readDocsScript: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
        };
    };
    detectPlatforms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DetectRequest"];
            };
        };
        responses: {
            /** @description The platforms. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detection"];
                };
            };
        };
    };
    listPlatforms: {
        parameters: {
            query?: {
                /** @description List only the platforms that have a place for this artifact type, or for `instructions`, in a project or in the user's home. */
                surface?: "skill" | "command" | "agent" | "hook" | "mcp" | "rule_file" | "context_file" | "spec_file" | "project_config" | "progress_template" | "workflow" | "composite" | "instructions";
                /** @description List only the platforms that read this file or folder. It is relative to the project, or begins with `~/` in the user's home. */
                reads?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The platforms. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformEntry"][];
                };
            };
        };
    };
    readPlatform: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The key of the platform in the catalogue. */
                platform: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue entry of the platform. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformEntry"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
                /** @description Return only projects whose id begins with this. */
                prefix?: string;
                /** @description Return only projects of this name, with regard to case. */
                name?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of projects, in byte order of their ids. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectCreate"];
            };
        };
        responses: {
            /** @description The project. */
            201: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    readProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    putProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectPut"];
            };
        };
        responses: {
            /** @description The project. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project was deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectPatch"];
                "application/merge-patch+json": components["schemas"]["ProjectPatch"];
            };
        };
        responses: {
            /** @description The project. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    listProfiles: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deployment profiles, in byte order of their ids. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProfile"][];
                };
            };
        };
    };
    createProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProfileCreate"];
                "application/toml": string;
            };
        };
        responses: {
            /** @description The deployment profile. */
            201: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProfile"];
                    "application/toml": string;
                };
            };
        };
    };
    readPresetDiff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The profile id, which is unique in its project. */
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The differences. The patch and the list are empty if there are none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetDiff"];
                };
            };
        };
    };
    readProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The profile id, which is unique in its project. */
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment profile. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProfile"];
                    "application/toml": string;
                };
            };
        };
    };
    putProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The profile id, which is unique in its project. */
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProfilePut"];
                "application/toml": string;
            };
        };
        responses: {
            /** @description The deployment profile. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProfile"];
                    "application/toml": string;
                };
            };
        };
    };
    deleteProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The profile id, which is unique in its project. */
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment profile was deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The profile id, which is unique in its project. */
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProfilePatch"];
                "application/merge-patch+json": components["schemas"]["DeploymentProfilePatch"];
            };
        };
        responses: {
            /** @description The deployment profile. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProfile"];
                    "application/toml": string;
                };
            };
        };
    };
    listArtifacts: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
                /** @description Return only artifacts of this type. */
                type?: components["schemas"]["ArtifactType"];
                /** @description Return only artifacts of this name, with regard to case. With `type`, at most one artifact has it. */
                name?: string;
                /** @description Return only artifacts with this hash, compared without a `sha256:` prefix and without regard to case. */
                content_hash?: string;
                /** @description Return only artifacts that can be deployed to this platform, including those that target every platform. */
                target_platform?: components["schemas"]["Platform"];
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of artifacts, in byte order of their ids. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"][];
                };
            };
        };
    };
    createArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArtifactCreate"];
                "application/toml": string;
            };
        };
        responses: {
            /** @description The artifact. */
            201: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                    "application/toml": string;
                };
            };
        };
    };
    readArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The artifact id, `<type>:<name>`. */
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The artifact. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                    "application/toml": string;
                };
            };
        };
    };
    putArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The artifact id, `<type>:<name>`. */
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArtifactPut"];
                "application/toml": string;
            };
        };
        responses: {
            /** @description The artifact. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                    "application/toml": string;
                };
            };
        };
    };
    deleteArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The artifact id, `<type>:<name>`. */
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The artifact was deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The artifact id, `<type>:<name>`. */
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArtifactPatch"];
                "application/merge-patch+json": components["schemas"]["ArtifactPatch"];
            };
        };
        responses: {
            /** @description The artifact. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                    "application/toml": string;
                };
            };
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
                /** @description Return only records of this profile. Records without a profile belong to `claude_code`. */
                profile_id?: string;
                /** @description Return only records of this platform. Records without a platform belong to `claude_code`. */
                platform?: components["schemas"]["Platform"];
                /** @description Return only records of this artifact type. */
                artifact_type?: components["schemas"]["ArtifactType"];
                /** @description Return only records of this artifact, with regard to case. Normalised names are compared: `review.md` is `review`. */
                artifact_name?: string;
                /** @description Return only records with this hash, compared without a `sha256:` prefix and without regard to case. */
                content_hash?: string;
                /** @description Return only records of this state, compared with the registered artifacts. Not possible for TOML. */
                status?: "synced" | "modified" | "outdated" | "diverged" | "unverified";
                /** @description Return only records that were created or updated at this time or later (RFC 3339). */
                updated_since?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of records, in byte order of their ids. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentRead"][];
                    "application/toml": string;
                };
            };
        };
    };
    recordDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentCreate"];
            };
        };
        responses: {
            /** @description The record existed. Returns it; with `all_profiles`, returns all records, none of which is new. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"] | components["schemas"]["RecordedEverywhere"];
                };
            };
            /** @description Returns the new record; with `all_profiles`, returns all records, at least one of which is new. */
            201: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"] | components["schemas"]["RecordedEverywhere"];
                };
            };
        };
    };
    recordBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordBatch"];
            };
        };
        responses: {
            /** @description The outcome of each item, in the order of the request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordBatchResult"];
                };
            };
        };
    };
    importDeployments: {
        parameters: {
            query?: {
                /** @description Whether to assign a profile to rows without one. The profile is derived from the artifact path, and is `claude_code` otherwise. For a lock file this is always so. */
                backfill?: boolean;
                /** @description Whether to leave out invalid rows instead of refusing the file. The result lists them. */
                lenient?: boolean;
                /** @description Whether to delete the records of the file's profiles that the file does not have. A record of a row that was left out stays. 422 if it cannot be read which record such a row is, or if the file has no rows and `profile_id` is omitted. */
                mirror?: boolean;
                /** @description The profile to which the rows without one are given: of a lock file, all rows. It must exist. */
                profile_id?: string;
                /** @description Whether to count only. Nothing is written. */
                dry_run?: boolean;
            };
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/toml": string;
                "application/yaml": string;
                "application/json": components["schemas"]["SkillsLock"];
            };
        };
        responses: {
            /** @description The number of records created, updated and left unchanged. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
        };
    };
    readDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The id of the deployment record, `<profile_id>:<type>:<normalised name>`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentRead"];
                };
            };
        };
    };
    deleteDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The id of the deployment record, `<profile_id>:<type>:<normalised name>`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment was deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
                /** @description The id of the deployment record, `<profile_id>:<type>:<normalised name>`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentPatch"];
                "application/merge-patch+json": components["schemas"]["DeploymentPatch"];
            };
        };
        responses: {
            /** @description The deployment. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
        };
    };
    recordObservations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationReport"];
            };
        };
        responses: {
            /** @description What became of the observations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationResult"];
                };
            };
        };
    };
    readStatus: {
        parameters: {
            query?: {
                /** @description List only the records of this state. The counts include all records. */
                status?: "synced" | "modified" | "outdated" | "diverged" | "unverified";
                /** @description List only the records that were last observed in this state; `none`: those that were not observed. The counts include all records. */
                observed?: "synced" | "modified" | "missing" | "none";
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts, and the status of each record on this page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
        };
    };
    planDeployments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanRequest"];
            };
        };
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description Return the events after this sequence number. If omitted, start at the oldest retained event. */
                after?: string;
                /** @description Return only events of this type, or of this family of types. Other types are refused. */
                type?: "skillmeat.*" | "skillmeat.project.*" | "skillmeat.project.created" | "skillmeat.project.updated" | "skillmeat.project.deleted" | "skillmeat.artifact.*" | "skillmeat.artifact.created" | "skillmeat.artifact.updated" | "skillmeat.artifact.deleted" | "skillmeat.webhook.*" | "skillmeat.webhook.failing" | "skillmeat.webhook.exhausted" | "skillmeat.webhook.disabled" | "skillmeat.webhook.recovered";
                /** @description Return only events of the resource with this path, the `subject` of its events. */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of CloudEvents, in order of `sequence`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
        };
    };
    listProjectEvents: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description Return the events after this sequence number. If omitted, start at the oldest retained event. */
                after?: string;
                /** @description Return only events of this type, or of this family of types. Other types are refused. */
                type?: "skillmeat.*" | "skillmeat.profile.*" | "skillmeat.profile.created" | "skillmeat.profile.updated" | "skillmeat.profile.deleted" | "skillmeat.deployment.*" | "skillmeat.deployment.created" | "skillmeat.deployment.updated" | "skillmeat.deployment.deleted" | "skillmeat.deployment.observed";
                /** @description Return only events of the resource with this path, the `subject` of its events. */
                subject?: string;
            };
            header?: never;
            path: {
                /** @description The project id. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of CloudEvents, in order of `sequence`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
        };
    };
    readEventSchema: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event type. */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON Schema (draft 2020-12). */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of webhooks, oldest first. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"][];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description The new webhook, with its secret. */
            201: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
        };
    };
    readWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, and how its deliveries went. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook was deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
                /** @description A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPatch"];
                "application/merge-patch+json": components["schemas"]["WebhookPatch"];
            };
        };
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRotate"];
            };
        };
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRotated"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery of the test event. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            /** @description How many events were queued, and where to go on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplayResult"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
                /** @description Return only deliveries of this status. */
                status?: "pending" | "delivered" | "failed";
                /** @description Return only deliveries of this type of event. `*` at the end stands for the rest of a type. */
                type?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries, in byte order of their ids. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"][];
                };
            };
        };
    };
    readDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
                /** @description The id of the delivery: that of its event. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryRead"];
                };
            };
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                webhook_id: string;
                /** @description The id of the delivery: that of its event. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys without their secrets, oldest first. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"][];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            /** @description The new key, including its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
        };
    };
    readKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, without its secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the API key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key was revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the API key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyPatch"];
                "application/merge-patch+json": components["schemas"]["ApiKeyPatch"];
            };
        };
        responses: {
            /** @description The key, without its secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the API key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRotate"];
            };
        };
        responses: {
            /** @description The new key, including its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description The maximum number of items to return. */
                limit?: number;
                /** @description The position of the page. Take it from the `Link` header of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tenants, in byte order of their ids. */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"][];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantCreate"];
            };
        };
        responses: {
            /** @description The tenant, and its first API key including the secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantCreated"];
                };
            };
        };
    };
    readTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant id. */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The tenant id. */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantPatch"];
                "application/merge-patch+json": components["schemas"]["TenantPatch"];
            };
        };
        responses: {
            /** @description The tenant after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    createTenantKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The tenant id. */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantKeyCreate"];
            };
        };
        responses: {
            /** @description The new key, including its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
        };
    };
}
