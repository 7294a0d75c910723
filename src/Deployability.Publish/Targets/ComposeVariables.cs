using Deployability.Publish.Emission;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets;

/// <summary>What a compose file takes from <c>.env</c>: secrets, passwords of companions and shares, settings; and the example that lists it.</summary>
internal static class ComposeVariables
{
    public static IEnumerable<string> Example(IReadOnlyList<DeploymentPlan> plans)
    {
        foreach (var line in Header.Comments("", "Copy it to .env beside compose.yaml and fill it in. Never commit the copy."))
        {
            yield return line;
        }

        var required = plans
            .SelectMany(static plan =>
                plan.Configuration.Companions.Select(static companion => companion.PasswordVariable)
                    .Concat(plan.Shares.SelectMany(static share => new[] { OfShare(share).User, OfShare(share).Password }))
                    .Concat(
                        SecretsOf(plan)
                            .Where(static secret => secret.Required && secret.Companion.Length == 0)
                            .Select(static secret => NameOf(secret.Variable))
                    )
                    .Concat(
                        plan.Configuration.Settings.Where(static setting =>
                                setting is { Required: true, Value: null, CompanionValue.Length: 0 }
                            )
                            .Select(NameOf)
                    )
            )
            .Distinct()
            .ToList();
        var advice = plans
            .SelectMany(static plan => plan.Configuration.Companions)
            .GroupBy(static companion => companion.PasswordVariable)
            .ToDictionary(static group => group.Key, static group => group.First().PasswordAdvice);
        foreach (
            var line in Section(
                "Required.",
                required.SelectMany(variable =>
                    advice.TryGetValue(variable, out var text) && text.Length > 0 ? new[] { $"# {text}", $"{variable}=" } : [$"{variable}="]
                )
            )
        )
        {
            yield return line;
        }

        var secrets = plans
            .SelectMany(SecretsOf)
            .Where(static secret => !secret.Required && secret.Companion.Length == 0)
            .Select(static secret => NameOf(secret.Variable))
            .Distinct()
            .Except(required)
            .Select(static variable => $"# {variable}=");
        foreach (var line in Section("Optional secrets.", secrets))
        {
            yield return line;
        }

        var settings = plans
            .SelectMany(static plan => plan.Configuration.Settings)
            .Where(static setting => IsChoosable(setting) && (!setting.Required || setting.Value is not null))
            .GroupBy(NameOf)
            .Select(static group => $"# {group.Key}={Quoted(group.First().Value ?? "")}");
        foreach (
            var line in Section(
                "Optional settings, with what holds without them.",
                settings.Concat(
                    plans.SelectMany(static plan => plan.LocalPorts).Select(static local => $"# {local.Variable}={Text.Of(local.Number)}")
                )
            )
        )
        {
            yield return line;
        }
    }

    public static IEnumerable<SecretPlan> SecretsOf(DeploymentPlan plan) => plan.Configuration.Secrets.Except(ComposeEmitter.FilesOf(plan));

    public static (string User, string Password) OfShare(SharePlan share) =>
        ($"{Text.UpperVariable(share.Name)}_USERNAME", $"{Text.UpperVariable(share.Name)}_PASSWORD");

    public static string Needed(string variable) => $"${{{variable}:?set {variable} in .env}}";

    /// <summary>Compose interpolates names of letters, digits and '_' only.</summary>
    public static string NameOf(string variable) => variable.Replace('.', '_').Replace('-', '_').Replace(':', '_');

    public static string NameOf(SettingPlan setting) => setting.Choice.Length > 0 ? setting.Choice : NameOf(setting.Variable);

    /// <summary>Whether <c>.env</c> may say otherwise. Braces end an interpolation, so a value with any stands for itself.</summary>
    public static bool IsChoosable(SettingPlan setting) =>
        !setting.IsFixed && setting.CompanionValue.Length == 0 && (setting.Value ?? "").IndexOfAny(['$', '{', '}', '\n']) < 0;

    /// <summary>A value as a line of <c>.env</c> takes it.</summary>
    private static string Quoted(string value) =>
        value.IndexOfAny(['"', '\'', '\\', '#', '`']) >= 0 || value != value.Trim()
            ? $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""
            : value;

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        var content = lines.ToList();
        return content.Count == 0 ? [] : ["", $"# {title}", .. content];
    }
}
