namespace Deployability.Publish.Core;

/// <summary>A variable, label or link: a name and the text that stands behind it. A class, for what is generic over structs is compiled anew in every publish.</summary>
public sealed record NamedValue(string Key, string Value);
