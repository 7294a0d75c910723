using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1008: a value that holds on one machine only, in configuration that ships.</summary>
/// <remarks>A value is one finding: a secret in it, a listening address and an unverified connection come first.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MachineSpecificSettingAnalyzer() : DeployabilityAnalyzer(Descriptors.MachineSpecificSetting)
{
    // Nobody calls an origin: browsers compare it with where their page is from.
    private const string Origin = "lets in a front end on the developer's machine only, so the deployed one is refused";

    // Nor does the app call where it sends a browser to.
    private const string Redirect = "is the visitor's own machine when a browser is sent there";

    private const string OfEverybody = "this file ships to every environment";

    // A gateway compares it with the host that a request names.
    private const string Matched = "is a host that only requests on the developer's machine name, so the deployed route is never taken";

    private static readonly string[] TestWords = ["Test", "Tests", "Testing"];

    private const string MatchedHosts = ":Match:Hosts:";

    private static readonly string[] BrowserWords =
    [
        "Redirect",
        "Logout",
        "SignOut",
        "Callback",
        "ReturnUrl",
        "ClientUri",
        "FrontEnd",
        "Front-End",
        "Angular",
        "ReactApp",
        "ReactUrl",
        "VueApp",
        "ResetPassword",
        "ResetUrl",
        "ResetLink",
        "ConfirmUrl",
        "ConfirmationUrl",
        "ConfirmEmail",
        "VerifyEmail",
        "ActivationUrl",
    ];

    // As the whole of a name: PaymentClientUrl is a service's.
    private static readonly string[] BrowserNames =
    [
        "ClientUrl",
        "ClientAppUrl",
        "ClientBaseUrl",
        "SpaUrl",
        "WebAppUrl",
        "SiteUrl",
        "WebsiteUrl",
        "PublicUrl",
        "ExternalUrl",
        "SelfUrl",
        "RootUrl",
        "HomePage",
        "HomeUrl",
    ];

    private static readonly string[] Pairs = ["add", "environmentVariable"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.IsExecutable)
        {
            return;
        }

        var facts = AppFacts.Of(project);
        context.RegisterShippedSettings(file =>
        {
            var unused = UnusedSections.Of(file.Files, file.File, file.Views.Json, file.CancellationToken);
            Analyze(
                file,
                ShippedSettings
                    .Of(file.Files, file.File, file.Views, file.CancellationToken)
                    .Where(value =>
                        !unused.Contains(value.Name, value.Value)
                        && !IsOfTests(value.Name)
                        && !(
                            MachineValues.Of(value.Name, value.Value) is not null
                            && facts.Keys.IsLeftOver(value.Name, file.CancellationToken)
                        )
                    ),
                facts.DeployedIn(file.Files)
            );
        });
        if (LoadedSettings.MayHaveYaml(project))
        {
            var loaded = LoadedSettings.Of(context.Compilation);
            context.RegisterShippedFiles(
                ProjectFileKind.Yaml,
                file =>
                {
                    if (loaded.Contains(file.File.Name, file.CancellationToken))
                    {
                        Analyze(file, YamlSettings.Of(file.Views.Yaml), facts.DeployedIn(file.Files));
                    }
                }
            );
        }

        context.RegisterShippedFiles(ProjectFileKind.WebConfig, static file => Analyze(file, InWebConfig(file.Views), null));
    }

    private static void Analyze(FileContext context, IEnumerable<FileValue> values, DeployedContainers? deployed)
    {
        var all = values.ToList();
        var told = new Dictionary<string, Setting>(StringComparer.OrdinalIgnoreCase);
        var settings = new List<Setting>();
        foreach (var value in all)
        {
            if (
                !ListenAddresses.IsSetting(value.Name)
                && MachineValues.Of(value.Name, value.Value) is { } found
                && SecretDetector.Inspect(value.Value.AsSpan(), value.Name.AsSpan()) is null
                && TransportSecurity.DisabledIn(value.Value) is null
                && !IsOneOriginOfMany(value, all)
                && deployed?.ReplacementOf(
                    value.Name,
                    context.File,
                    text => MachineValues.Of(value.Name, text) is not null,
                    context.CancellationToken
                )
                    is not { IsComplete: true }
                        and var replacement
            )
            {
                var decision = DecisionOf(value);
                if (decision is not null && told.TryGetValue(decision, out var first))
                {
                    first.Others.Add(value);
                }
                else
                {
                    var setting = new Setting(value, found, replacement?.Missing, []);
                    settings.Add(setting);
                    if (decision is not null)
                    {
                        told.Add(decision, setting);
                    }
                }
            }
        }

        foreach (var (value, found, missing, others) in settings)
        {
            var again = others.Count(other => other.Value == value.Value);
            context.Report(
                Descriptors.MachineSpecificSetting,
                value.Range,
                null,
                others.Select(other => context.LocationOf(other.Range)),
                found.Display,
                context.File.Name,
                (again > 0 ? $"(here and in {again} more places) " : "")
                    + (
                        IsOrigin(value) ? Origin
                        : IsMatched(value) ? Matched
                        : IsOfBrowser(value) ? Redirect
                        : found.Reason
                    ),
                missing is null ? Reach(context.File.Name) : $"'{missing.Name}' in '{missing.File}' does not replace it",
                value.Name.Replace(":", "__")
            );
        }
    }

    /// <param name="Value">What is reported.</param>
    /// <param name="Found">Why.</param>
    /// <param name="Missing">The container that does not replace it.</param>
    /// <param name="Others">What belongs to the same decision.</param>
    private sealed record Setting(FileValue Value, MachineValue Found, DeployedContainers.Deployed? Missing, List<FileValue> Others);

    // ConnectionStrings:IntegrationTests
    private static bool IsOfTests(string key) =>
        key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) && NameParts.HaveAny(key, TestWords);

    // appsettings.Staging.json is loaded in Staging alone.
    private static string Reach(string file) =>
        file.StartsWith("appsettings.", StringComparison.OrdinalIgnoreCase) && file.Split('.') is [_, var environment, _]
            ? $"this file is what {environment} runs with"
            : OfEverybody;

    // Cors:Urls:0, CorsAllowedHosts, Fido2:Origins:0
    private static bool IsOrigin(FileValue value) =>
        value.Name.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0
        || Array.Exists(value.Name.Split(':'), static part => part.StartsWith("Cors", StringComparison.OrdinalIgnoreCase));

    // ReverseProxy:Routes:shop:Match:Hosts:0
    private static bool IsMatched(FileValue value) => value.Name.IndexOf(MatchedHosts, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsOfBrowser(FileValue value) =>
        EndpointUrl.TryParse(value.Value) is { IsLoopback: true }
        && (
            Array.Exists(BrowserWords, word => value.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            || Array.Exists(
                BrowserNames,
                name =>
                    value.Name.Substring(value.Name.LastIndexOf(':') + 1).Replace("_", "").Equals(name, StringComparison.OrdinalIgnoreCase)
            )
        );

    // A front end's address in development beside its real one harms nobody, and neither does a host that a route takes as well, nor where else a browser may be sent.
    private static bool IsOneOriginOfMany(FileValue value, List<FileValue> all)
    {
        if (!IsOrigin(value) && !IsMatched(value) && !(IsOfBrowser(value) && IsElement(value.Name)))
        {
            return false;
        }

        var list = value.Name.Substring(0, value.Name.LastIndexOf(':') + 1);
        return value.Value.Split(',', ';').Any(IsElsewhere)
            || (
                list.Length > 0
                && all.Exists(other =>
                    other != value && other.Name.StartsWith(list, StringComparison.OrdinalIgnoreCase) && IsElsewhere(other.Value)
                )
            );
    }

    // Origins of one list, where one client may be sent, and the host that all routes of a gateway lead to: one decision, which one finding tells.
    private static string? DecisionOf(FileValue value)
    {
        if (IsElement(value.Name) && (IsOrigin(value) || IsMatched(value) || IsOfBrowser(value)))
        {
            return value.Name.Substring(0, value.Name.LastIndexOf(':'));
        }

        var parts = value.Name.Split(':');
        return Array.Exists(parts, SettingKeys.IsIndex)
            ? string.Join(":", parts.Select(static part => SettingKeys.IsIndex(part) ? "*" : part)) + "=" + value.Value
            : null;
    }

    // Clients:0:RedirectUris:1
    private static bool IsElement(string key) => key.LastIndexOf(':') > 0 && SettingKeys.IsElement(key);

    private static bool IsElsewhere(string origin) =>
        EndpointUrl.TryParse(origin.Trim()) is { } url
            ? !url.IsLoopback
            : origin.IndexOf('.') > 0 && !EndpointUrl.IsLoopbackHost(origin.Split(':')[0].Trim());

    // <add key="…" value="…"/>, <add name="…" connectionString="…"/>, <environmentVariable name="…" value="…"/>
    private static IEnumerable<FileValue> InWebConfig(FileViews views)
    {
        foreach (var element in Pairs.SelectMany(views.Xml.Named))
        {
            if (
                (element.Attribute("key") ?? element.Attribute("name")) is { } name
                && (element.Attribute("value") ?? element.Attribute("connectionString")) is { } value
            )
            {
                yield return new FileValue(name.Value, value.Value, value.Range);
            }
        }
    }
}
