using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>A value in a file around the code, with the name that the file gives it.</summary>
/// <param name="Name">A key with its sections, a variable, an element or attribute; empty when nothing names it.</param>
/// <param name="Value">Unquoted and unescaped.</param>
/// <param name="Span">In the file.</param>
/// <param name="IsComment">Whether it is commented out.</param>
internal sealed record FileValue(string Name, string Value, TextSpan Span, bool IsComment = false);
