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
    private readonly List<string> notes = [];

    /// <summary>What was assumed, in the order of the decisions.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Facts that hold in production.</summary>
    public IEnumerable<T> InProduction<T>() where T : Fact =>
        Facts.OfKind<T>().Where(static fact => fact.Source.Guard == GuardKind.None);

    public bool Has(string feature) => InProduction<FeatureFact>().Any(fact => fact.Name == feature);

    public void Note(string sentence)
    {
        if (!notes.Contains(sentence))
        {
            notes.Add(sentence);
        }
    }
}
