using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Keyword">In upper case: <c>ENV</c>, <c>RUN</c>.</param>
/// <param name="Arguments">What follows it, continuation lines joined by a space, comments left out.</param>
/// <param name="Span">From the keyword to the end of its last line.</param>
/// <param name="Ships">Whether its stage is the last one, or one that the last is built FROM: what it sets is in the image.</param>
internal sealed record DockerInstruction(string Keyword, string Arguments, TextSpan Span, bool Ships);

/// <summary>Reads the instructions of a Dockerfile with their places and stages.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/: comments may stand between continued lines; the escape directive may make '`' the continuation.</remarks>
internal static class DockerfileReader
{
    private const int MaxLength = 1 << 18;

    private static readonly ConditionalWeakTable<SourceText, StrongBox<ImmutableArray<DockerInstruction>>> Known = new();

    /// <summary>Reads a file once per version of it; a file larger than any Dockerfile has no instructions.</summary>
    public static ImmutableArray<DockerInstruction> Of(SourceText text) =>
        Known.GetValue(text, static source => new StrongBox<ImmutableArray<DockerInstruction>>(source.Length > MaxLength ? [] : MarkStages(Read(source)))).Value;

    private static List<DockerInstruction> Read(SourceText text)
    {
        var result = new List<DockerInstruction>();
        var escape = '\\';
        for (var index = 0; index < text.Lines.Count; index++)
        {
            var line = text.ToString(text.Lines[index].Span).Trim();
            if (line.StartsWith("#", StringComparison.Ordinal))
            {
                escape = result.Count == 0 && line.Replace(" ", "").StartsWith("#escape=`", StringComparison.OrdinalIgnoreCase) ? '`' : escape;
                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            var start = text.Lines[index].Start + text.ToString(text.Lines[index].Span).IndexOf(line, StringComparison.Ordinal);
            var content = line;
            while (content.Length > 0 && content[content.Length - 1] == escape && index + 1 < text.Lines.Count)
            {
                var next = text.ToString(text.Lines[++index].Span).Trim();
                content = next.StartsWith("#", StringComparison.Ordinal) ? content : content.Substring(0, content.Length - 1).TrimEnd() + " " + next;
            }

            var space = content.IndexOfAny([' ', '\t']);
            result.Add(new DockerInstruction(
                (space < 0 ? content : content.Substring(0, space)).ToUpperInvariant(),
                space < 0 ? "" : content.Substring(space).Trim(),
                TextSpan.FromBounds(start, Math.Max(start, text.Lines[index].End)),
                true));
        }

        return result;
    }

    // From the last stage backwards along its bases.
    private static ImmutableArray<DockerInstruction> MarkStages(List<DockerInstruction> instructions)
    {
        var shipped = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var builder = ImmutableArray.CreateBuilder<DockerInstruction>(instructions.Count);
        var end = instructions.Count;
        var isLast = true;
        while (end > 0)
        {
            var from = instructions.FindLastIndex(end - 1, static instruction => instruction.Keyword == "FROM");
            var words = from < 0 ? [] : instructions[from].Arguments.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(static word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
            var ships = isLast || from < 0 || (words.Length >= 3 && shipped.Contains(words[words.Length - 1]));
            if (ships && words.Length > 0)
            {
                shipped.Add(words[0]);
            }

            for (var index = end - 1; index >= Math.Max(from, 0); index--)
            {
                builder.Add(instructions[index] with { Ships = ships });
            }

            end = from;
            isLast = false;
        }

        builder.Reverse();
        return builder.ToImmutable();
    }
}
