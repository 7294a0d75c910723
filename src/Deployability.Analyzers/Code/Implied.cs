namespace Deployability.Analyzers.Code;

/// <summary>What a condition says of the code that depends on it; the default says nothing.</summary>
/// <param name="WhenTrue">The guard of what runs where it is true.</param>
/// <param name="WhenFalse">The guard of what runs where it is false.</param>
internal readonly record struct Implied(Guard WhenTrue, Guard WhenFalse);
