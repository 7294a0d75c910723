using System.Text;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Dockerfiles;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Kustomize;
using Deployability.Formats.Variables;
using Deployability.Formats.Yaml;
using Deployability.Secrets;
using Deployability.Secrets.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2003: a credential in a Dockerfile, compose file, manifest or Helm values.</summary>
/// <remarks>
/// Files for development count too, except for what a container beside the app gets there. Templates, references, and what SOPS or a sealed secret encrypts are none.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretInDeploymentAnalyzer() : DeployabilityAnalyzer(Descriptors.SecretInDeployment)
{
    private const string RuleId = "DPL2003";
    private const string OfVendor = "is the vendor's default, which everybody knows; set one of your own";
    private const int MaxEncoded = 1 << 16;

    private const ProjectFileKind Deployments =
        ProjectFileKind.Dockerfile | ProjectFileKind.Compose | ProjectFileKind.Kustomization | ProjectFileKind.HelmChart;

    private static readonly string[] Commands = ["command", "args", "entrypoint"];

    private static readonly string[] Generators = ["configMapGenerator", "secretGenerator"];

    // What the images of databases and brokers call the credential that they start with.
    private static readonly string[] Companions =
    [
        "POSTGRES_",
        "MYSQL_",
        "MARIADB_",
        "MSSQL_",
        "SA_",
        "MONGO",
        "RABBITMQ_",
        "REDIS_",
        "MINIO_",
        "KEYCLOAK_",
        "KC_",
        "ELASTIC_",
        "ACCEPT_EULA",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var options = new SecretOptions(project.Options.List(RuleId, "extra_secret_names", null));
        context.RegisterAllFiles(ProjectFileKind.Dockerfile, file => AnalyzeDockerfile(file, options));
        context.RegisterAllFiles(ProjectFileKind.Compose, file => AnalyzeCompose(file, options));
        context.RegisterAllFiles(
            ProjectFileKind.Yaml | ProjectFileKind.HelmTemplate,
            file => AnalyzeManifests(file, file.Views.Objects(file.File.Kind), options)
        );
        context.RegisterAllFiles(ProjectFileKind.Kustomization, file => AnalyzeKustomization(file, options));
        context.RegisterAllFiles(ProjectFileKind.HelmValues, file => AnalyzeValues(file, options));
    }

    // A builder stage ships nothing, but the repository has the file and the cache has the layer.
    private static void AnalyzeDockerfile(FileContext context, SecretOptions options)
    {
        const string Remedy = "mount it for the one step that needs it (RUN --mount=type=secret) or provide it at run time";
        foreach (var instruction in context.Views.Dockerfile.Instructions)
        {
            foreach (var pair in instruction.Pairs)
            {
                if (pair.Value is { } value)
                {
                    // A label's name says what it is about, seldom what it holds.
                    var name = instruction.Keyword == "LABEL" ? "" : pair.Name;
                    Judge(context, new FileValue(name, value.Text, value.Range), "image", Remedy, options);
                }
            }

            for (var index = 0; index < instruction.Commands.Count; index++)
            {
                var words = WordsOf(instruction.Commands[index]);
                var logins =
                    index + 1 < instruction.Commands.Count
                        ? CommandValues.OfLogins(words, WordsOf(instruction.Commands[index + 1])).ToList()
                        : [];
                foreach (
                    var value in logins.Concat(CommandValues.Of(words).Where(value => !logins.Exists(login => login.Range == value.Range)))
                )
                {
                    Judge(context, value, "image", Remedy, options);
                }
            }
        }

        foreach (var instruction in context.Views.Dockerfile.Final?.AllInstructions ?? [])
        {
            if (instruction.Keyword is "COPY" or "ADD" && instruction.Flag("from") is null && EnvironmentFileIn(instruction) is { } word)
            {
                context.Report(
                    Descriptors.SecretInDeployment,
                    word.Range,
                    "The environment file '.env'",
                    context.File.Name,
                    "is copied into the image with all that it holds, for everybody who has the image",
                    "give its variables to the container when it starts (--env-file, env_file, envFrom)"
                );
            }
        }
    }

    private static List<(string Text, TextRange Range)> WordsOf(IReadOnlyList<DockerWord> command) =>
        [.. command.Select(static word => (word.Text, word.Range))];

    // Of what is copied: the last word is where to.
    private static DockerWord? EnvironmentFileIn(DockerInstruction instruction) =>
        instruction
            .Words.Take(instruction.Words.Count - 1)
            .FirstOrDefault(static word => word.Text == ".env" || word.Text.EndsWith("/.env", StringComparison.Ordinal));

    private static void AnalyzeCompose(FileContext context, SecretOptions options)
    {
        var services = ComposeService.Of(context.Views.Yaml).ToList();
        var runsAsDevelopment = services.Exists(DeveloperComposes.RunsAsDevelopment) && !DeveloperComposes.IsForProduction(context.File);
        var isForDevelopment =
            DeveloperComposes.Is(context.File, context.Views)
            || IsBesideDeveloper(context, services)
            || runsAsDevelopment && DeveloperComposes.AreDeployedElsewhere(context.Files, context.File, context.CancellationToken);
        var madeUp = new List<SecretFinding>();
        foreach (var service in services)
        {
            var isOfDeveloper = isForDevelopment || service.IsForDevelopment;
            foreach (var variable in service.Environment.Concat(service.BuildArguments))
            {
                // ${PASSWORD:-secret}: the default is what runs where the operator says nothing.
                var value = new FileValue(variable.Name, VariableText.Expand(variable.Value, '$', static _ => null), variable.Range);
                if (FindingIn(value, services, options) is not { } finding || finding.Reach == Reach.Companions && isOfDeveloper)
                {
                    continue;
                }

                if (finding.Reach != Reach.Unknown && (isOfDeveloper || runsAsDevelopment))
                {
                    madeUp.Add(finding);
                }
                else
                {
                    Report(context, finding, []);
                }
            }

            JudgeCommands(
                context,
                isForDevelopment ? [] : Commands.Select(service.Node.Find),
                static text => VariableText.Expand(text, '$', static _ => null),
                "compose file",
                "take it from the operator as an environment variable, or from 'secrets:'",
                options
            );
        }

        // Whoever tries the app out with passwords that they made up decides once for all of them.
        foreach (var first in madeUp.Take(1))
        {
            Report(context, first, madeUp.Skip(1));
        }
    }

    private static void Report(FileContext context, SecretFinding finding, IEnumerable<SecretFinding> others)
    {
        var more = others.ToList();
        context.Report(
            Descriptors.SecretInDeployment,
            finding.Value.Range,
            null,
            more.Select(other => context.LocationOf(other.Value.Range)),
            finding.Title + (more.Count > 0 ? $" (and {more.Count} more)" : ""),
            context.File.Name,
            finding.Consequence,
            "take it from the operator as ${" + NameFor(finding.Value.Name) + ":?} or from 'secrets:'"
        );
    }

    /// <param name="Value">Of a service.</param>
    /// <param name="Title">What it is.</param>
    /// <param name="Consequence">What comes of it.</param>
    /// <param name="Reach">What it opens.</param>
    private sealed record SecretFinding(FileValue Value, string Title, string Consequence, Reach Reach);

    private enum Reach
    {
        /// <summary>Anything: a program made it.</summary>
        Unknown,

        /// <summary>What somebody made it up for.</summary>
        MadeUp,

        /// <summary>What the file itself starts beside the app.</summary>
        Companions,
    }

    private static SecretFinding? FindingIn(FileValue value, List<ComposeService> services, SecretOptions options)
    {
        if (IsLiveSample(value.Value, services))
        {
            return new SecretFinding(
                value,
                EndpointUrl.TryParse(value.Value) is null ? "Password in a connection string" : "Password in a URL",
                "is a word that everybody tries first, and works on the service beside it; set one of your own",
                Reach.Companions
            );
        }

        // POSTGRES_PASSWORD=password: what the server beside it is set up with.
        if (
            IsOfServer(value.Name)
            && SecretDetector.IsSecretName(value.Name.AsSpan())
            && SecretDetector.IsSamplePassword(value.Value.AsSpan())
        )
        {
            return new SecretFinding(value, "Password", "is a word that everybody tries first; set one of your own", Reach.Companions);
        }

        return MatchIn(value, options) is { } match
            ? new SecretFinding(
                value,
                match.Describe(value.Value.AsSpan()),
                ConsequenceOf(value, match, "compose file"),
                IsOfCompanion(value, match)
                    || IsOfService(value.Value, services)
                    // A certificate of dotnet dev-certs opens nothing but the machine that made it.
                    || value.Name.IndexOf("Kestrel__Certificates__", StringComparison.OrdinalIgnoreCase) >= 0
                        ? Reach.Companions
                    : match.Kind == SecretKind.NamedValue && !SecretDetector.LooksGenerated(value.Value.AsSpan(match.Start, match.Length))
                        ? Reach.MadeUp
                    : Reach.Unknown
            )
            : null;
    }

    // Databases and brokers that open their ports, and no app: what an app that runs outside of containers needs, on the machine of who writes it.
    // Where nothing else says how the app is deployed, this file may be how.
    private static bool IsBesideDeveloper(FileContext context, List<ComposeService> services) =>
        services.Exists(static service => service.Node.Find("ports") is not null)
        && services.TrueForAll(static service => service.Build is null && IsOfOthers(new KubernetesContainer(service.Node, false)))
        && !DeveloperComposes.IsForProduction(context.File)
        && context.Files.All.Any(file => file != context.File && (file.Kind & Deployments) != 0 && file.IsShipped);

    private static bool IsOfOthers(KubernetesContainer service) => KnownPrograms.IsOfOthers(service, service.Image);

    // Host=db;Username=user;Password=password beside a service db: elsewhere it stands for a password, here it is the one that was set up.
    private static bool IsLiveSample(string value, List<ComposeService> services) =>
        (
            EndpointUrl.TryParse(value) is { } url
                ? HasSampleLogin(url.Authority)
                : ConnectionString.TryParse(value.AsSpan(), out var connection)
                    && connection is { PasswordLength: > 0, HasRealPassword: false, UsesIntegratedSecurity: false }
                    && SecretDetector.IsSamplePassword(value.AsSpan(connection.PasswordStart, connection.PasswordLength))
        ) && IsOfService(value, services);

    // amqp://user:password@queue, postgres://shop:shop@db
    private static bool HasSampleLogin(string authority) =>
        UrlLogin.TryRead(authority.AsSpan(), authority.IndexOf("://", StringComparison.Ordinal) + 3, out var login)
        && (login.User.SequenceEqual(login.Password) || SecretDetector.IsSamplePassword(login.Password));

    // db:conn is a name for the app; compose takes letters, digits and underscores.
    private static string NameFor(string variable) =>
        string.Concat(variable.Select(static c => c is '_' || c < 128 && char.IsLetterOrDigit(c) ? c : '_'));

    // Server=shop.db;… beside a service shop.db: a container that stands in the same file.
    private static bool IsOfService(string value, List<ComposeService> services)
    {
        var host =
            EndpointUrl.TryParse(value) is { } url ? url.Host
            : ConnectionString.TryParse(value.AsSpan(), out var connection) ? connection.Host.ToString()
            : "";
        host = host.Split(',', ':')[0].Trim();
        return host.Length > 0 && services.Exists(service => NamesOf(service).Contains(host, StringComparer.OrdinalIgnoreCase));
    }

    // Other containers find it by each of these.
    private static IEnumerable<string?> NamesOf(ComposeService service) =>
        [service.Name, service.Node.TextOf("container_name"), service.Node.TextOf("hostname")];

    // What generators write down, and inline patches.
    private static void AnalyzeKustomization(FileContext context, SecretOptions options)
    {
        foreach (var document in context.Views.Yaml.Documents)
        {
            foreach (var generator in Generators.SelectMany(key => document.Find(key)?.Items ?? []))
            {
                foreach (var literal in KustomizeBuild.LiteralsOf(generator))
                {
                    Judge(
                        context,
                        new FileValue(literal.Name, literal.Value.Text, literal.Value.Range),
                        "manifest",
                        "create the Secret outside the repository, or take it from a file that is not committed",
                        options
                    );
                }
            }

            foreach (var patch in document.Find("patches")?.Items ?? [])
            {
                if (patch.Find("patch") is { Kind: YamlKind.Scalar } text)
                {
                    AnalyzeManifests(context, KubernetesObject.Of(YamlFile.ParseInside(text)), options);
                }
            }
        }
    }

    private static void AnalyzeManifests(FileContext context, IEnumerable<KubernetesObject> manifests, SecretOptions options)
    {
        foreach (var manifest in manifests)
        {
            foreach (var container in manifest.Containers)
            {
                foreach (var (name, value) in container.Environment)
                {
                    Judge(
                        context,
                        new FileValue(name, value.Text, value.Range),
                        "manifest",
                        "refer to a Secret with valueFrom.secretKeyRef",
                        options
                    );
                }
            }

            JudgeCommands(
                context,
                manifest.Containers.SelectMany(static container => Commands.Select(container.Node.Find)),
                static text => text,
                "manifest",
                "give it to the app as an environment variable with valueFrom.secretKeyRef",
                options
            );

            if (manifest.Kind == KubernetesKinds.ConfigMap)
            {
                JudgeAll(
                    context,
                    manifest.Root.Find("data"),
                    static text => text,
                    "keep it in a Secret that the cluster gets another way",
                    options
                );
            }
            else if (manifest is { Kind: KubernetesKinds.Secret, ApiVersion: "v1" })
            {
                const string Remedy =
                    "create the Secret outside the repository, or commit a SealedSecret or an ExternalSecret in its place";
                JudgeAll(context, manifest.Root.Find("stringData"), static text => text, Remedy, options);
                JudgeAll(context, manifest.Root.Find("data"), Decode, Remedy, options);
            }
        }
    }

    // A file for development starts containers beside the app in this way, and names do not tell them apart.
    private static void JudgeCommands(
        FileContext context,
        IEnumerable<YamlNode?> commands,
        Func<string, string> read,
        string place,
        string remedy,
        SecretOptions options
    )
    {
        foreach (var command in context.File.IsForDevelopment ? [] : commands)
        {
            // The list form: a text is a shell's, or split at spaces, and says no place for its words.
            var words = command is { Kind: YamlKind.Scalar, IsNull: false } ? [command] : command?.Items ?? [];
            foreach (
                var value in CommandValues.Of([
                    .. words.Where(static word => word.Kind == YamlKind.Scalar).Select(word => (read(word.Text), word.Range)),
                ])
            )
            {
                Judge(context, value, place, remedy, options);
            }
        }
    }

    private static void JudgeAll(FileContext context, YamlNode? data, Func<string, string?> read, string remedy, SecretOptions options)
    {
        foreach (var entry in data?.Entries ?? [])
        {
            if (
                entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && entry.Value.Kind == YamlKind.Scalar
                && entry.Value.Text.IndexOf('{') >= 0
            )
            {
                JudgeSettings(context, YamlFile.ParseInside(entry.Value), remedy, options);
            }
            else if (entry.Value.Kind == YamlKind.Scalar && read(entry.Value.Text) is { } text)
            {
                Judge(context, new FileValue(entry.Name, text, entry.Value.Range), "manifest", remedy, options);
            }
        }
    }

    // appsettings.json in a ConfigMap or Secret: JSON is YAML.
    private static void JudgeSettings(FileContext context, YamlFile settings, string remedy, SecretOptions options)
    {
        foreach (
            var entry in settings
                .Documents.SelectMany(static document => document.DescendantsAndSelf())
                .SelectMany(static node => node.Entries)
        )
        {
            if (entry.Value.Kind == YamlKind.Scalar)
            {
                Judge(context, new FileValue(entry.Name, entry.Value.Text, entry.Value.Range), "manifest", remedy, options);
            }
        }
    }

    private static void AnalyzeValues(FileContext context, SecretOptions options)
    {
        foreach (var document in context.Views.Yaml.Documents)
        {
            foreach (var node in document.DescendantsAndSelf())
            {
                // env: [{ name: X, value: y }]
                if (node.TextOf("name") is { } name && node.Find("value") is { Kind: YamlKind.Scalar } value)
                {
                    JudgeValue(context, name, value, options);
                }

                foreach (var entry in node.Entries)
                {
                    if (entry.Value.Kind == YamlKind.Scalar && entry.Name is not ("name" or "value"))
                    {
                        JudgeValue(context, entry.Name, entry.Value, options);
                    }
                }
            }
        }
    }

    private static void JudgeValue(FileContext context, string name, YamlNode value, SecretOptions options) =>
        Judge(
            context,
            new FileValue(name, value.Text, value.Range),
            "chart",
            "name an existing Secret in its place, which the chart refers to",
            options
        );

    private static void Judge(FileContext context, FileValue value, string place, string remedy, SecretOptions options)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (MatchIn(value, options) is { } match && !(context.File.IsForDevelopment && IsOfCompanion(value, match)))
        {
            context.Report(
                Descriptors.SecretInDeployment,
                value.Range,
                match.Describe(value.Value.AsSpan()),
                context.File.Name,
                ConsequenceOf(value, match, place),
                remedy
            );
        }
    }

    private static SecretMatch? MatchIn(FileValue value, SecretOptions options) =>
        value.Value.Length == 0 || value.Value.IndexOf(YamlNode.Hole) >= 0 || IsReference(value.Value)
            ? null
            : SecretDetector.Inspect(value.Value.AsSpan(), value.Name.AsSpan(), options);

    private static string ConsequenceOf(FileValue value, SecretMatch match, string place) =>
        SecretDetector.IsVendorDefault(value.Value.AsSpan(), match)
            ? OfVendor
            : "can be read by everybody who has the " + place + " or the repository; revoke it";

    private static bool IsOfCompanion(FileValue value, SecretMatch match) =>
        match.Host is SecretHost.Loopback or SecretHost.Companion
        || SecretDetector.IsVendorDefault(value.Value.AsSpan(), match)
        || match.Kind == SecretKind.NamedValue && IsOfServer(value.Name);

    private static bool IsOfServer(string variable) =>
        Array.Exists(Companions, prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    // ${X}, $(X), {{ .Values.x }}; a file in which the operator mounts it; ciphertext.
    private static bool IsReference(string value) =>
        value[0] == '$'
        || value.IndexOf("{{", StringComparison.Ordinal) >= 0
        || value.StartsWith("/run/secrets/", StringComparison.Ordinal)
        || VaultReferences.Is(value.AsSpan());

    private static string? Decode(string encoded)
    {
        if (encoded.Length > MaxEncoded || encoded.IndexOf('{') >= 0 || encoded.IndexOf('$') >= 0)
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
