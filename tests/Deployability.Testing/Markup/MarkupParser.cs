using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How unusual test code is read.</summary>
[Flags]
public enum MarkupOptions
{
    None = 0,

    /// <summary><c>[|…|]</c> means the first descriptor, although the analyzer has several. This is always so here.</summary>
    UseFirstDescriptor = 1,

    /// <summary><c>$$</c> is text.</summary>
    TreatPositionIndicatorsAsCode = 2,
}

/// <param name="Name">The diagnostic id, <c>#0</c>, or null for <c>[|…|]</c>.</param>
internal readonly record struct MarkedSpan(string? Name, TextSpan Span);

internal sealed record MarkedText(string Text, ImmutableArray<MarkedSpan> Spans, ImmutableArray<int> Positions);

/// <summary>Reads <c>[|…|]</c>, <c>{|DPL2101:…|}</c>, <c>{|#0:…|}</c> and <c>$$</c>; spans may nest.</summary>
internal static partial class MarkupParser
{
    /// <exception cref="InvalidOperationException">A span is opened and never closed.</exception>
    public static MarkedText Parse(string path, string input, MarkupOptions options)
    {
        var text = new StringBuilder(input.Length);
        var spans = ImmutableArray.CreateBuilder<MarkedSpan>();
        var positions = ImmutableArray.CreateBuilder<int>();
        var open = new Stack<(string? Name, int Start)>();

        for (var i = 0; i < input.Length;)
        {
            var rest = input.AsSpan(i);
            if (rest.StartsWith("[|"))
            {
                open.Push((null, text.Length));
                i += 2;
            }
            else if (rest.StartsWith("{|") && NamedStart().Match(input, i) is { Success: true } start)
            {
                open.Push((start.Groups[1].Value, text.Length));
                i += start.Length;
            }
            else if (Closes(rest, open))
            {
                var (name, begin) = open.Pop();
                spans.Add(new MarkedSpan(name, TextSpan.FromBounds(begin, text.Length)));
                i += 2;
            }
            else if (IsPosition(rest, options))
            {
                positions.Add(text.Length);
                i += 2;
            }
            else
            {
                text.Append(input[i++]);
            }
        }

        if (open.TryPeek(out var unclosed))
            throw new InvalidOperationException($"{path}: the markup {(unclosed.Name is null ? "[|" : $"{{|{unclosed.Name}:")} is never closed.");

        return new MarkedText(text.ToString(), spans.ToImmutable(), positions.ToImmutable());
    }

    private static bool Closes(ReadOnlySpan<char> rest, Stack<(string? Name, int Start)> open) =>
        open.TryPeek(out var innermost) && rest.StartsWith(innermost.Name is null ? "|]" : "|}");

    /// <summary>A raw interpolated string (<c>$$"""</c>) and an escaped dollar in compose files (<c>$${X}</c>) are text.</summary>
    private static bool IsPosition(ReadOnlySpan<char> rest, MarkupOptions options) =>
        !options.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode)
        && rest.StartsWith("$$")
        && (rest.Length == 2 || rest[2] is not ('$' or '"' or '{'));

    [GeneratedRegex(@"\G\{\|(#?\w+):", RegexOptions.CultureInvariant)]
    private static partial Regex NamedStart();
}
