using System.Text.RegularExpressions;
using Deployability.Formats.Dockerfiles;

namespace Deployability.Publish.Tests.Linters;

/// <summary>
/// What hadolint, checkov, trivy and <c>docker build --check</c> look at by default in Dockerfiles of this kind: by the names of the checks, what each would flag.
/// Shell code in RUN is shellcheck's, which <c>.ci/run</c> runs.
/// </summary>
internal static partial class DockerfileChecks
{
    public const string UnpinnedPackages = "hadolint DL3008";
    private const int SecureShell = 22;
    private const int HighestPort = 65535;

    private static readonly string[] Reserved = ["com.docker.", "io.docker.", "org.dockerproject."];

    /// <summary>Commands that a build has no use for, or that are another's rule: DL3001, DL3004, DL3027, DL3046, DL4001, CKV_DOCKER_9, CKV2_DOCKER.</summary>
    private static readonly string[] Unwanted =
    [
        "sudo",
        "apt",
        "ssh",
        "vim",
        "shutdown",
        "service",
        "ps",
        "free",
        "top",
        "kill",
        "mount",
        "ifconfig",
        "useradd",
        "chpasswd",
        "curl",
        "wget",
        "cd",
        "pip",
    ];

    /// <summary>The checks.</summary>
    public static IReadOnlyDictionary<string, Func<Dockerfile, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<Dockerfile, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            ["hadolint DL3006, DL3007, checkov CKV_DOCKER_7, trivy DS-0001"] = Stages(static stage =>
                stage.Base is not null || Tag().Match(stage.Image) is { Success: true, Value: not ":latest" }
            ),
            ["hadolint DL3029, DL3065, FromPlatformFlagConstDisallowed, RedundantTargetPlatform"] = Stages(static stage =>
                stage.From.Flag("platform") is null or "$BUILDPLATFORM"
            ),
            ["hadolint DL3024, checkov CKV_DOCKER_11, trivy DS-0012, DuplicateStageName"] = static file =>
                file.Stages.Where(static stage => stage.Name.Length > 0)
                    .GroupBy(static stage => stage.Name)
                    .Where(static same => same.Count() > 1)
                    .Select(static same => same.Key),
            ["hadolint DL3063, StageNameCasing, ReservedStageName"] = Stages(static stage =>
                stage.Name is not ("scratch" or "context") && stage.Name.All(static character => !char.IsUpper(character))
            ),
            ["hadolint DL3061"] = static file =>
                file.Instructions.Take(1)
                    .Where(static first => first.Keyword is not ("FROM" or "ARG"))
                    .Select(static first => first.Keyword),
            ["hadolint DL3043, DL4000, DL4005, DL3020, checkov CKV_DOCKER_4, CKV_DOCKER_6, trivy DS-0005, DS-0022, MaintainerDeprecated"] =
                Instructions(static (_, instruction) => instruction.Keyword is not ("ONBUILD" or "MAINTAINER" or "SHELL" or "ADD")),
            ["hadolint DL3002, DL3066, checkov CKV_DOCKER_3, CKV_DOCKER_8, trivy DS-0002"] = static file =>
                file.Final!.Instructions.LastOrDefault(static instruction => instruction.Keyword == "USER") is { } user
                && User().IsMatch(user.Words[0].Text)
                    ? []
                    : ["USER"],
            ["hadolint DL3000, checkov CKV_DOCKER_10, trivy DS-0009, DS-0030, WorkdirRelativePath"] = Of(
                "WORKDIR",
                static (_, folder) =>
                    folder.Words[0].Text.StartsWith('/')
                    && folder.Words[0].Text.Split('/')[1] is not ("etc" or "proc" or "sys" or "dev" or "root")
            ),
            ["hadolint DL3045"] = Of(
                "COPY",
                static (stage, copy) =>
                    copy.Words[^1].Text.StartsWith('/')
                    || stage.Instructions.TakeWhile(before => before != copy).Any(static before => before.Keyword == "WORKDIR")
            ),
            ["hadolint DL3021, trivy DS-0011"] = Of("COPY", static (_, copy) => copy.Words.Count <= 2 || copy.Words[^1].Text.EndsWith('/')),
            ["hadolint DL3022, DL3023, trivy DS-0006"] = static file =>
                from stage in file.Stages
                from copy in stage.Instructions
                where copy is { Keyword: "COPY" } && copy.Flag("from") is not null
                where !file.Stages.Take(stage.Index).Any(before => before.Name == copy.Flag("from"))
                select copy.Flag("from"),
            ["hadolint DL3067"] = Of("COPY", static (_, copy) => copy.Words[^1].Text != "/" || copy.Words[0].Text != "/"),
            ["hadolint DL3025, JSONArgsRecommended"] = Instructions(
                static (_, instruction) => instruction.Keyword is not ("CMD" or "ENTRYPOINT") || instruction.IsJson
            ),
            ["hadolint DL4003, DL4004, DL3012, trivy DS-0007, DS-0016, DS-0023, MultipleInstructionsDisallowed"] = static file =>
                from stage in file.Stages
                from keyword in new[] { "CMD", "ENTRYPOINT", "HEALTHCHECK" }
                where stage.Instructions.Count(instruction => instruction.Keyword == keyword) > 1
                select keyword,
            ["checkov CKV_DOCKER_2, trivy DS-0026"] = static file =>
                file.Final!.Instructions.Any(static instruction => instruction.Keyword == "HEALTHCHECK") ? [] : ["HEALTHCHECK"],
            ["hadolint DL3011, checkov CKV_DOCKER_1, trivy DS-0004, DS-0008, ExposeInvalidFormat"] = Of(
                "EXPOSE",
                static (_, expose) =>
                    expose.Words.All(static port =>
                        int.TryParse(port.Text, out var number) && number is > 0 and <= HighestPort and not SecureShell
                    )
            ),
            ["hadolint DL3059"] = static file =>
                from stage in file.Stages
                from pair in stage.Instructions.Zip(stage.Instructions.Skip(1))
                where pair is { First.Keyword: "RUN", Second.Keyword: "RUN" }
                where pair.First.Flags.Select(static flag => flag.Value).SequenceEqual(pair.Second.Flags.Select(static flag => flag.Value))
                where pair.First.Commands.Count <= 2 && pair.Second.Commands.Count <= 2
                select "RUN",
            [
                "hadolint DL3001, DL3003, DL3004, DL3027, DL3046, DL3047, DL4001, checkov CKV_DOCKER_9, CKV2_DOCKER_1 to 17, trivy DS-0010, DS-0013, DS-0014"
            ] = static file => Commands(file).Select(static command => command[0].Text).Where(static name => Unwanted.Contains(name)),
            ["hadolint DL3009, DL3014, DL3015, checkov CKV_DOCKER_5, trivy DS-0017, DS-0021, DS-0029"] = static file =>
                from stage in file.Stages
                from run in stage.Instructions
                where run.Commands.Any(static command => IsOf(command, "update"))
                where
                    !run.Commands.Any(static command =>
                        IsOf(command, "install") && Has(command, "--yes") && Has(command, "--no-install-recommends")
                    ) || !run.Commands.Any(static command => command[0].Text == "rm" && command[^1].Text == "/var/lib/apt/lists/*")
                select "apt-get",
            [UnpinnedPackages] = static file =>
                from command in Commands(file)
                where IsOf(command, "install")
                from package in command.Skip(2)
                where !package.Text.StartsWith('-') && !package.Text.Contains('=')
                select package.Text,
            ["hadolint DL3016, DL3060"] = static file =>
                Commands(file)
                    .Where(static command =>
                        command[0].Text is "npm" or "yarn" && command.Count > 1 && command[1].Text is "install" or "i" or "add"
                    )
                    .Select(static command => command[0].Text),
            ["hadolint DL3064, checkov CKV_DOCKER secrets, trivy DS-0031, SecretsUsedInArgOrEnv"] = static file =>
                from stage in file.Stages
                from instruction in stage.Instructions
                where instruction.Keyword is "ARG" or "ENV"
                from pair in instruction.Pairs
                where Sensitive().IsMatch(pair.Name)
                select pair.Name,
            ["hadolint DL3044"] = static file =>
                from stage in file.Stages
                from instruction in stage.Instructions
                where instruction.Keyword == "ENV"
                from pair in instruction.Pairs
                where pair.Value?.Raw.Contains($"${pair.Name}", StringComparison.Ordinal) == true
                select pair.Name,
            ["hadolint DL3048"] = static file =>
                from stage in file.Stages
                from instruction in stage.Instructions
                where instruction.Keyword == "LABEL"
                from pair in instruction.Pairs
                where !LabelKey().IsMatch(pair.Name) || Reserved.Any(reserved => pair.Name.StartsWith(reserved, StringComparison.Ordinal))
                select pair.Name,
            ["LegacyKeyValueFormat"] = Instructions(
                static (_, instruction) => instruction.Keyword is not ("ENV" or "LABEL") || instruction.Pairs.Count > 0
            ),
        };

    private static Func<Dockerfile, IEnumerable<string>> Stages(Func<DockerStage, bool> isFine) =>
        file => file.Stages.Where(stage => !isFine(stage)).Select(static stage => stage.Image);

    private static Func<Dockerfile, IEnumerable<string>> Instructions(Func<DockerStage, DockerInstruction, bool> isFine) =>
        file =>
            from stage in file.Stages
            from instruction in stage.Instructions
            where !isFine(stage, instruction)
            select instruction.Keyword;

    private static Func<Dockerfile, IEnumerable<string>> Of(string keyword, Func<DockerStage, DockerInstruction, bool> isFine) =>
        Instructions((stage, instruction) => instruction.Keyword != keyword || isFine(stage, instruction));

    private static IEnumerable<IReadOnlyList<DockerWord>> Commands(Dockerfile file) =>
        file
            .Stages.SelectMany(static stage => stage.Instructions)
            .Where(static instruction => instruction.Keyword == "RUN")
            .SelectMany(static run => run.Commands)
            .Where(static command => command.Count > 0);

    private static bool IsOf(IReadOnlyList<DockerWord> command, string verb) =>
        command.Count > 1 && command[0].Text == "apt-get" && command[1].Text == verb;

    private static bool Has(IReadOnlyList<DockerWord> command, string flag) => command.Any(word => word.Text == flag);

    [GeneratedRegex(":[^:/]+$")]
    private static partial Regex Tag();

    [GeneratedRegex("^[1-9][0-9]*(:[1-9][0-9]*)?$")]
    private static partial Regex User();

    [GeneratedRegex("api_key|client_key|password|private|secret|token|username", RegexOptions.IgnoreCase)]
    private static partial Regex Sensitive();

    [GeneratedRegex("^[a-z](?:[a-z0-9_/]|[.-](?![.-]))*[a-z0-9]$")]
    private static partial Regex LabelKey();
}
