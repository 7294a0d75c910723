using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Json;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2002: a credential in a settings file, launch profile, web.config, environment file or MSBuild file.</summary>
/// <remarks>Files for development count too, as they are committed all the same, except for a credential of the developer's own machine.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretInConfigurationAnalyzer() : DeployabilityAnalyzer(Descriptors.SecretInConfiguration)
{
    private const string RuleId = "DPL2002";

    private static readonly string[] SampleParts = [".example", ".sample", ".template", ".dist", "example.", "sample."];

    // Where a server on this machine is one of a test run; a password for another one may be that of a stage for testers.
    private const string TestStage = "Test";

    // appsettings.Testing.json, appsettings.IntegrationTest.json: what tests make up for themselves lets nobody in anywhere.
    private static readonly string[] TestRuns = ["Testing", "Tests", "UnitTest", "IntegrationTest", "FunctionalTest", "E2E"];

    // ConnectionStrings:IntegrationTests
    private static readonly string[] TestWords = ["Test", "Tests", "Testing"];

    private const int ShortestStem = 3;

    private const int ShortestKey = 16;

    private const string Kestrel = "Kestrel:";

    private const string Salt = "Salt";

    private const string OfSecret = "is baked into the image or the repository; revoke it and provide";
    private const string OfVendor = "is the vendor's default, which everybody knows; set one of your own and provide";
    private const string OfThisMachine = "is of a server on this machine, which no deployment has; provide";

    private static readonly string[] SecretNouns = ["Password", "Passwd", "Pwd", "Pass", "Secret", "Token", "Key"];

    private static readonly string[] ConnectionNouns = ["Host", "HostName", "Server", "Connection", "Endpoint", "Url", "Uri", "Address"];

    private static readonly string[] HostNames = ["Host", "HostName", "Server", "Endpoint", "Url", "Uri", "BaseUrl", "Address", "Hosts"];

    // An issuer may be any word: these are called.
    private static readonly string[] IdentityProviders = ["Authority", "MetadataAddress", "auth-server-url"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var options = new SecretOptions(project.Options.List(RuleId, "extra_secret_names", null));
        var loaded = LoadedSettings.Of(context.Compilation);
        context.RegisterAllFiles(
            ProjectFileKind.AppSettings
                | ProjectFileKind.Settings
                | ProjectFileKind.LaunchSettings
                | ProjectFileKind.WebConfig
                | ProjectFileKind.MSBuild
                | ProjectFileKind.PublishProfile
                | ProjectFileKind.DotEnv,
            file => Analyze(file, options, loaded, project)
        );
        if (LoadedSettings.MayHaveYaml(project))
        {
            context.RegisterAllFiles(ProjectFileKind.Yaml, file => Analyze(file, options, loaded, project));
        }

        context.RegisterAllFiles(ProjectFileKind.PrivateKey, AnalyzeKeyFile);
    }

    // tempkey.jwk, tempkey.rsa, *.jwk: what a development identity server writes beside the code; or a key in PEM.
    private static void AnalyzeKeyFile(FileContext context)
    {
        // localhost.key, dev_localhost.pem: of a development server on the developer's own machine.
        if (context.File.Name.IndexOf("localhost", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return;
        }

        var range = SecretDetector.Find(context.Views.Text.AsSpan()) is { } match
            ? new TextRange(match.Start, match.Length)
            : PrivatePartIn(context.Views.Json.Root) ?? SigningKeyIn(context.Views.Json.Root);
        if (range is { } found)
        {
            context.Report(
                Descriptors.SecretInConfiguration,
                found,
                "Private key",
                context.File.Name,
                "that names a mounted file",
                OfSecret
            );
        }
    }

    // is-signing-key-….json, which Duende IdentityServer makes and rotates by itself: a key, as it is or encrypted by another one.
    private static TextRange? SigningKeyIn(JsonNode? root) =>
        root?.Find("Algorithm") is not null && root.Find("Data") is { Kind: JsonKind.String, Text.Length: >= ShortestKey } key
            ? key.Range
            : null;

    // RFC 7517: "d" is the private exponent of a key, "k" the key itself of a symmetric one. Nested no deeper than the reader allows.
    private static TextRange? PrivatePartIn(JsonNode? node)
    {
        if (
            (node?.Find("d") ?? (node?.Find("kty")?.Text == "oct" ? node.Find("k") : null)) is
            { Kind: JsonKind.String, Text.Length: >= ShortestKey } part
        )
        {
            return part.Range;
        }

        foreach (var child in node?.Members.Select(static member => member.Value).Concat(node.Items) ?? [])
        {
            if (PrivatePartIn(child) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static void Analyze(FileContext context, SecretOptions options, LoadedSettings loaded, ProjectContext project)
    {
        var kind = context.File.Kind;
        if (kind is ProjectFileKind.Settings or ProjectFileKind.Yaml && !loaded.Contains(context.File.Name, context.CancellationToken))
        {
            return;
        }

        var values = Read(kind, context.Views).ToList();
        var isSample = IsSample(context.File.Name);
        var environment = kind == ProjectFileKind.AppSettings ? EnvironmentOf(context.File.Name) : "";
        var isOfTestRun = Array.Exists(TestRuns, run => environment.EndsWith(run, StringComparison.OrdinalIgnoreCase));
        var isOfTestStage = environment.Equals(TestStage, StringComparison.OrdinalIgnoreCase);
        var told = new HashSet<string>(StringComparer.Ordinal);
        var unused = kind is ProjectFileKind.AppSettings or ProjectFileKind.Settings
            ? UnusedSections.Of(context.Files, context.File, context.Views.Json, context.CancellationToken)
            : null;
        foreach (var value in values)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (
                Judge(value, isSample, options) is { } match
                && !IsSaltedDigest(match, value, values)
                && !IsDigestOfClient(match, value)
                && !((context.File.IsForDevelopment || isOfTestRun) && IsOfThisMachine(match, value, values))
                && !(isOfTestStage && IsOfLoopback(match, value, values))
                && !(isOfTestRun && match.Kind == SecretKind.NamedValue)
                && !(IsOfLoopback(match, value, values) && IsReplaced(context, value, project))
                // What was given away was given away in a section that is switched off too, but a developer's own password lets nobody in.
                && !(
                    (unused?.Contains(value.Name, value.Value) == true || NameParts.HaveAny(value.Name, TestWords))
                    && IsHarmless(match, value, values)
                )
                && told.Add(PlaceInList(value.Name) + "=" + value.Value)
            )
            {
                Report(
                    context,
                    kind,
                    value,
                    match,
                    SecretDetector.IsVendorDefault(value.Value.AsSpan(), match) ? OfVendor
                        : IsOfLoopback(match, value, values) ? OfThisMachine
                        : OfSecret
                );
            }
        }
    }

    private static bool IsHarmless(SecretMatch match, FileValue value, List<FileValue> values) =>
        IsOfThisMachine(match, value, values) || SecretDetector.IsVendorDefault(value.Value.AsSpan(), match);

    // Users:*:Password of Users:3:Password: one password that every entry of a list has is one decision.
    private static string PlaceInList(string key) =>
        string.Join(":", key.Split(':').Select(static part => part.Length > 0 && part.All(char.IsDigit) ? "*" : part));

    // Every container of the app gets another value: this one is a developer's, of a server on their machine.
    private static bool IsReplaced(FileContext context, FileValue value, ProjectContext project) =>
        context.File.Kind is ProjectFileKind.AppSettings or ProjectFileKind.Settings or ProjectFileKind.Yaml
        && project.IsExecutable
        && AppFacts
            .Of(project)
            .DeployedIn(context.Files)
            .ReplacementOf(value.Name, context.File, text => text.Length == 0 || text == value.Value, context.CancellationToken)
            .IsComplete;

    private static IEnumerable<FileValue> Read(ProjectFileKind kind, FileViews views) =>
        kind switch
        {
            ProjectFileKind.DotEnv => views
                .DotEnv.Entries.Select(static entry => new FileValue(entry.Name, entry.Value, entry.Range))
                .Concat(views.DotEnv.Comments.Select(comment => new FileValue("", comment.Of(views.Text), comment, IsComment: true))),
            ProjectFileKind.WebConfig or ProjectFileKind.MSBuild or ProjectFileKind.PublishProfile => FileValue.Of(views.Xml),
            ProjectFileKind.Yaml => YamlSettings.Of(views.Yaml),
            _ => views
                .Json.Settings.Where(static setting => setting.IsString)
                .Select(setting => new FileValue(
                    kind == ProjectFileKind.LaunchSettings ? setting.Key.Substring(setting.Key.LastIndexOf(':') + 1) : setting.Key,
                    setting.Value,
                    setting.Range
                )),
        };

    // A commented-out line is no setting any more, but a provider's token in it still works. Samples are full of stand-ins.
    private static SecretMatch? Judge(FileValue value, bool isSample, SecretOptions options) =>
        value.IsComment ? SecretDetector.FindProviderToken(value.Value.AsSpan())
        : isSample ? SecretDetector.Find(value.Value.AsSpan())
        : SecretDetector.Inspect(value.Value.AsSpan(), value.Name.AsSpan(), options);

    // "password": "EB53D045…" beside "salt": what was entered cannot be read from it.
    private static bool IsSaltedDigest(SecretMatch match, FileValue value, List<FileValue> values) =>
        match.Kind == SecretKind.NamedValue
        && IsDigest(value.Value)
        && values.Any(other =>
            LastSegment(other.Name).EndsWith(Salt, StringComparison.OrdinalIgnoreCase)
            && Section(other.Name).Equals(Section(value.Name), StringComparison.OrdinalIgnoreCase)
        );

    // Clients:0:ClientSecrets:0:Value of IdentityServer is the SHA-256 or SHA-512 of what the client says, in base 64.
    private static bool IsDigestOfClient(SecretMatch match, FileValue value) =>
        match.Kind == SecretKind.NamedValue
        && LastSegment(value.Name).Equals("Value", StringComparison.OrdinalIgnoreCase)
        && value.Name.IndexOf("Secrets:", StringComparison.OrdinalIgnoreCase) >= 0
        && (
            value.Value.Length == 44 && value.Value[43] == '='
            || value.Value.Length == 88 && value.Value.EndsWith("==", StringComparison.Ordinal)
        )
        && value.Value.TrimEnd('=').All(static c => c < 128 && char.IsLetterOrDigit(c) || c is '+' or '/');

    // MD5 to SHA-512 in hexadecimal digits.
    private static bool IsDigest(string value) =>
        value.Length is 32 or 40 or 56 or 64 or 96 or 128
        && value.All(static c => c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F');

    private static bool IsOfLoopback(SecretMatch match, FileValue value, List<FileValue> values) =>
        match.Host == SecretHost.Loopback || match.Kind == SecretKind.NamedValue && IsBesideLoopback(value, values);

    /// <summary>A credential of localhost or of a container beside the app, said by the value itself or by its section.</summary>
    private static bool IsOfThisMachine(SecretMatch match, FileValue value, List<FileValue> values)
    {
        if (match.Host is SecretHost.Loopback or SecretHost.Companion)
        {
            return true;
        }

        if (match.Kind != SecretKind.NamedValue)
        {
            return false;
        }

        // A certificate of dotnet dev-certs opens nothing elsewhere.
        if (IsBesideLoopback(value, values) || value.Name.StartsWith(Kestrel, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var section = Section(value.Name);

        // Clients:0:ClientSecret of an identity server beside Clients:0:RedirectUris:0 of this machine: the client runs there.
        if (
            SettingKeys.IsElement(section)
            && values.Any(other =>
                other.Name.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)
                && EndpointUrl.TryParse(other.Value) is { IsLoopback: true }
            )
        )
        {
            return true;
        }

        return section.Length > 0
            && values.Any(other =>
                other != value
                && Section(other.Name).Equals(section, StringComparison.OrdinalIgnoreCase)
                && (
                    Array.Exists(HostNames, name => LastSegment(other.Name).Equals(name, StringComparison.OrdinalIgnoreCase))
                    || EndpointUrl.TryParse(other.Value) is not null
                        && Array.Exists(IdentityProviders, name => LastSegment(other.Name).Equals(name, StringComparison.OrdinalIgnoreCase))
                )
                && SecretHosts.Classify(other.Value.AsSpan()) is SecretHost.Loopback or SecretHost.Companion
            );
    }

    // SSH_PASSWORD beside SSH_CONNECTION=root@127.0.0.1:2222: variables in one piece share a beginning instead of a section.
    private static bool IsBesideLoopback(FileValue value, List<FileValue> values)
    {
        var noun = Array.Find(SecretNouns, word => value.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase));
        var stem = noun is null ? "" : value.Name.Substring(0, value.Name.Length - noun.Length).TrimEnd('_', '-', '.');
        return stem.Length >= ShortestStem
            && values.Any(other =>
                other != value
                && other.Name.StartsWith(stem, StringComparison.OrdinalIgnoreCase)
                && Array.Exists(ConnectionNouns, word => other.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase))
                && SecretHosts.Classify(other.Value.AsSpan(other.Value.LastIndexOf('@') + 1)) is SecretHost.Loopback
            );
    }

    private static void Report(FileContext context, ProjectFileKind kind, FileValue value, SecretMatch match, string consequence)
    {
        var variable = kind switch
        {
            ProjectFileKind.AppSettings or ProjectFileKind.Settings or ProjectFileKind.Yaml => value.Name.Replace(":", "__"),
            ProjectFileKind.WebConfig when SecretDetector.IsSecretName(value.Name.AsSpan()) => value.Name.Replace(":", "__"),
            ProjectFileKind.DotEnv or ProjectFileKind.LaunchSettings when value.Name.Length > 0 => value.Name,
            _ when match.Kind == SecretKind.ConnectionString => "ConnectionStrings__Default",
            _ => value.Name.Length > 0 ? value.Name : "of the same name",
        };
        context.Report(
            Descriptors.SecretInConfiguration,
            value.Range,
            match.Describe(value.Value.AsSpan()) + DebugFeatures.ErrorDetailIn(value.Value),
            context.File.Name,
            variable,
            consequence
        );
    }

    private static string EnvironmentOf(string fileName) => fileName.Split('.') is [_, var environment, _] ? environment : "";

    // .env.example, appsettings.sample.json: to be copied and filled in.
    private static bool IsSample(string fileName) =>
        Array.Exists(SampleParts, part => fileName.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    // Environment variables write "__" for the colon between sections.
    private static string Section(string key) =>
        key.Replace("__", ":") is var path && path.LastIndexOf(':') is > 0 and var colon ? path.Substring(0, colon) : "";

    private static string LastSegment(string key) => key.Replace("__", ":") is var path ? path.Substring(path.LastIndexOf(':') + 1) : key;
}
