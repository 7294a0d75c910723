using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Leaves to the operator what the settings of the plan will not do where they are deployed.</summary>
/// <param name="context">What is known.</param>
/// <param name="environments">Names, in their order: the last is production.</param>
/// <param name="settings">As they are planned.</param>
/// <param name="keys">The configuration key of each variable.</param>
internal sealed class ConfigurationNotes(
    PlanContext context,
    IReadOnlyList<string> environments,
    IReadOnlyList<SettingPlan> settings,
    IReadOnlyDictionary<string, string> keys
)
{
    private const string OwnForEach = "Give each its own in `appsettings.<environment>.json`, or in the project.";

    /// <summary>rabbitmq.com, "Access Control": by default a broker lets this user in from its own machine alone.</summary>
    private const string Guest = "guest";

    public void Leave()
    {
        NoteInheritedAddresses();
        NoteLocalAddresses();
        NoteGuests();
        NoteOrigins();
    }

    /// <summary>An environment for trying things out that calls what production calls is seldom meant.</summary>
    private void NoteInheritedAddresses()
    {
        var rehearsals = environments.Take(environments.Count - 1).ToList();
        NoteInherited(
            rehearsals,
            static setting => IsRemote(setting.Value),
            OwnForEach,
            (setting, inheriting) =>
                IsOrigin(setting)
                    ? $"{inheriting} would let pages of {setting.Value} in, as production does ({setting.Variable})."
                    : $"{inheriting} would use {setting.Value}, as production does ({setting.Variable})."
        );
    }

    /// <summary>Whether a value is an origin of CORS: nobody calls it, its pages call the app.</summary>
    private bool IsOrigin(SettingPlan setting) =>
        setting.Variable.IndexOf("Origins", StringComparison.OrdinalIgnoreCase) >= 0
        || setting.Variable.EndsWith("Origin", StringComparison.OrdinalIgnoreCase)
        || context
            .InProduction<CorsPolicyFact>()
            .Any(cors =>
                cors.OriginsKey.Length > 0
                && setting.Variable.StartsWith(context.Variable(cors.OriginsKey), StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Leaves to the operator what environments have from the file that all load.</summary>
    /// <param name="asked">Those that are asked about.</param>
    /// <param name="isMeant">Which settings are.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="reason">Why, of a setting and the names of the environments that inherit it.</param>
    private void NoteInherited(
        IReadOnlyList<string> asked,
        Func<SettingPlan, bool> isMeant,
        string remedy,
        Func<SettingPlan, string, string> reason
    )
    {
        foreach (var setting in settings.Where(isMeant))
        {
            var inheriting = asked.Where(environment => !setting.Environments.ContainsKey(environment)).ToList();
            if (inheriting.Count > 0 && keys.TryGetValue(setting.Variable, out var key))
            {
                context.Leave(
                    new(
                        OperatorActionKind.Setting,
                        setting.Variable,
                        remedy,
                        reason(setting, string.Join(", ", inheriting)),
                        Declared(key, "…", inheriting)
                    )
                );
            }
        }
    }

    /// <summary>What was right beside the developer means the container itself: nobody answers there, or visitors are sent to their own machine.</summary>
    private void NoteLocalAddresses() =>
        NoteInherited(
            environments,
            static setting => !setting.IsFixed && IsOfThisMachine(setting.Value),
            OwnForEach,
            (setting, inheriting) =>
                $"{setting.Variable} is {setting.Value} in {inheriting}, which {(IsOrigin(setting) ? "lets nobody but a developer's own pages in" : "means the container itself there")}."
        );

    private void NoteGuests()
    {
        if (
            !context.Clients.Any(static client => client.Name.IndexOf("RabbitM", StringComparison.OrdinalIgnoreCase) >= 0)
            && !context.Connections.Any(static connection => connection.Provider == ConnectionProviders.RabbitMq)
            && !context.InProduction<ConnectionPartsFact>().Any(static parts => parts.Provider == ConnectionProviders.RabbitMq)
        )
        {
            return;
        }

        NoteInherited(
            environments,
            static setting => setting is { Value: Guest, IsFixed: false },
            "Make a user for the app there, and name it in `appsettings.<environment>.json`, or in the project.",
            static (setting, inheriting) =>
                $"{setting.Variable} is {Guest} in {inheriting}, whom RabbitMQ lets in from its own machine alone unless its configuration says otherwise."
        );
    }

    /// <summary>A list of origins that nobody has filled lets no other site in; which sites those are, no code can say.</summary>
    private void NoteOrigins()
    {
        foreach (
            var key in context
                .InProduction<CorsPolicyFact>()
                .Select(static cors => cors.OriginsKey)
                .Where(static key => key.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase)
        )
        {
            var variable = context.Variable(key);
            var isGiven = settings.Any(setting =>
                setting.Variable.StartsWith(variable, StringComparison.OrdinalIgnoreCase)
                && (setting.Value is { Length: > 0 } || setting.Environments.Count > 0)
            );
            if (!isGiven)
            {
                context.Leave(
                    new(
                        OperatorActionKind.Setting,
                        variable,
                        "Name the origins of each environment, in `appsettings.<environment>.json` or in the project.",
                        $"{variable} is empty, so browsers let no other site call the app.",
                        Declared($"{key}:0", "https://…", environments)
                    )
                );
            }
        }
    }

    /// <summary>Lines of a project file that give a key a value in some environments.</summary>
    private static string Declared(string key, string value, IEnumerable<string> environments) =>
        string.Join(
            "\n",
            environments.Select(environment => $"<DeployabilityConfig Include=\"{key}\" Value=\"{value}\" Environment=\"{environment}\" />")
        );

    /// <summary>Whether a value is the name of this machine, with or without scheme and port.</summary>
    private static bool IsOfThisMachine(string? value) =>
        value is { Length: > 0 }
        && Uri.TryCreate(value.Contains("://") ? value : "tcp://" + value, UriKind.Absolute, out var address)
        && address is { Host.Length: > 0, IsLoopback: true, IsFile: false };

    private static bool IsRemote(string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && !address.IsLoopback
        && address.Host.Contains('.')
        && !address.Host.EndsWith(".local", StringComparison.Ordinal);
}
