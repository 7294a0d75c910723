using Deployability.Model;

namespace Deployability.Publish.Reading;

/// <summary>What could be read about an application's code.</summary>
/// <param name="Facts">What holds for it.</param>
/// <param name="AreComplete">Whether nothing that may matter is left out. What is not known must never tighten anything.</param>
/// <param name="Problems">What kept facts from being read.</param>
public sealed record AssemblyFacts(FactSet Facts, bool AreComplete, IReadOnlyList<Problem> Problems)
{
    /// <summary>The libraries by which the code reaches others, in the order of their names.</summary>
    public IReadOnlyList<ClientLibrary> Clients { get; init; } = [];
}
