using Deployability.Model;
using Deployability.Publish.Reading;

namespace Deployability.Publish.Planning;

/// <summary>What every planner decides from.</summary>
/// <param name="Input">What MSBuild says.</param>
/// <param name="Facts">What the code says, resolved over the referenced projects.</param>
/// <param name="Settings">What the configuration files that ship say.</param>
/// <param name="Closure">What the image's build reads.</param>
/// <param name="Validator">Takes what is wrong.</param>
internal sealed record PlanContext(ProjectInput Input, FactSet Facts, Settings Settings, BuildClosure Closure, Validator Validator)
{
    private readonly List<Decision> decisions = [];
    private readonly List<OperatorAction> actions = [];
    private Dictionary<string, string>? packages;

    /// <summary>The libraries by which the code reaches others.</summary>
    public IReadOnlyList<ClientLibrary> Clients { get; init; } = [];

    /// <summary>Whether facts were read of all code; else what no fact tells may still be there.</summary>
    public bool IsCodeKnown { get; init; } = true;

    /// <summary>What was assumed, in the order in which it was.</summary>
    public IReadOnlyList<Decision> Decisions => decisions;

    /// <summary>What is left to the operator, in the order in which it was found.</summary>
    public IReadOnlyList<OperatorAction> Actions => actions;

    /// <summary>Facts that hold in production.</summary>
    public IEnumerable<T> InProduction<T>()
        where T : Fact => Facts.OfKind<T>().Where(static fact => fact.Source.Guard == GuardKind.None);

    /// <summary>
    /// The connection strings of production. One whose use nobody sees is of the one kind that is used without a key,
    /// as in an app that hands it to a helper of another project. So is the only setting that is called one, where code takes it from
    /// an object that settings were bound to.
    /// </summary>
    public IEnumerable<ConnectionStringFact> Connections
    {
        get
        {
            var all = InProduction<ConnectionStringFact>().ToList();
            var unnamed = all.Where(static fact => fact.Key.Length == 0 && fact.Provider.Length > 0)
                .Select(static fact => fact.Provider)
                .Distinct()
                .ToList();
            if (unnamed.Count == 1 && all.TrueForAll(static fact => fact.Key.Length == 0) && OnlyConnectionString() is { } key)
            {
                all.Add(new(key.Source, key.Key, unnamed[0], key.Required, key.Prefix));
            }

            return all.Select(fact =>
                fact.Provider.Length > 0 || ProviderOf(fact.Key, all, unnamed) is not { } provider
                    ? fact
                    : fact with
                    {
                        Provider = provider,
                    }
            );
        }
    }

    private ConfigurationKeyFact? OnlyConnectionString()
    {
        var keys = Keys.Where(static key => key.Key.EndsWith(":ConnectionString", StringComparison.OrdinalIgnoreCase))
            .GroupBy(static key => key.Key, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return keys.Count == 1 ? keys[0].First() : null;
    }

    /// <summary>What another use of the same key connects to, else the only thing that is connected to without a key.</summary>
    private static string? ProviderOf(string key, List<ConnectionStringFact> all, List<string> unnamed) =>
        all.Find(other => other.Provider.Length > 0 && string.Equals(other.Key, key, StringComparison.OrdinalIgnoreCase))?.Provider
        ?? (unnamed.Count == 1 ? unnamed[0] : null);

    /// <summary>Every package that the app runs with, by name, with its version.</summary>
    public IReadOnlyDictionary<string, string> Packages => packages ??= PackagesIn(Input);

    private static Dictionary<string, string> PackagesIn(ProjectInput input)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in input.List("Packages"))
        {
            var slash = package.IndexOf('/');
            found[slash < 0 ? package : package.Substring(0, slash)] = slash < 0 ? "" : package.Substring(slash + 1);
        }

        return found;
    }

    /// <summary>Whether something (cookies, forms, sessions, circuits) is protected with keys that each instance makes for itself.</summary>
    public bool LosesKeyRing =>
        (Has(Features.DataProtectionInUse) || Has(Features.InProcessSession) || Has(Features.BlazorServer))
        && !Has(Features.DataProtectionPersisted);

    public bool Has(string feature) => InProduction<FeatureFact>().Any(fact => fact.Name == feature);

    /// <summary>
    /// The variable that sets a configuration key, with the prefix under which the configuration that the code reads sees variables.
    /// What the code reads as an environment variable is one already.
    /// </summary>
    public string Variable(string key)
    {
        if (
            Keys.Any(fact =>
                fact.Origin == ConfigurationOrigin.EnvironmentVariable && string.Equals(fact.Key, key, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            return key;
        }

        var prefix =
            Keys.Where(fact =>
                    string.Equals(fact.Key, key, StringComparison.OrdinalIgnoreCase)
                    || key.StartsWith(fact.Key + ":", StringComparison.OrdinalIgnoreCase)
                )
                .Select(static fact => fact.Prefix)
                .Concat(
                    Connections
                        .Where(fact => string.Equals(fact.Key, key, StringComparison.OrdinalIgnoreCase))
                        .Select(static fact => fact.Prefix)
                )
                .FirstOrDefault(static prefix => prefix.Length > 0)
            ?? HostPrefix;
        var variable = Text.VariableName(key);

        // A section that is called like the prefix (Shop__Key under SHOP_) has not got it yet.
        return
            variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && !(
                prefix.EndsWith("_", StringComparison.Ordinal)
                && variable.Substring(prefix.Length).StartsWith("_", StringComparison.Ordinal)
            )
            ? variable
            : prefix + variable;
    }

    private IEnumerable<ConfigurationKeyFact> Keys => InProduction<ConfigurationKeyFact>();

    private string HostPrefix =>
        InProduction<EnvironmentPrefixFact>().Select(static fact => fact.Prefix).Distinct().ToList() is [var only] ? only : "";

    /// <inheritdoc cref="Decision"/>
    public void Decide(string assumed, string why, string instead = "") => Decide(new(assumed, why, instead));

    /// <inheritdoc cref="Decision"/>
    public void Decide(Decision decision) => AddOnce(decisions, decision);

    /// <summary>Leaves something to the operator.</summary>
    public void Leave(OperatorAction action) => AddOnce(actions, action);

    /// <summary>Two planners may come to one conclusion; it is told once.</summary>
    private static void AddOnce<T>(List<T> list, T value)
    {
        if (!list.Contains(value))
        {
            list.Add(value);
        }
    }
}
