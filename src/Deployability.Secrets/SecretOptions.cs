namespace Deployability.Secrets;

/// <summary>What a project adds to the built-in knowledge.</summary>
/// <param name="ExtraNames">Names whose values are secrets; upper and lower case and separators do not count.</param>
public readonly record struct SecretOptions(IReadOnlyList<string>? ExtraNames = null);
