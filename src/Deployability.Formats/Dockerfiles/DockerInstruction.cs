namespace Deployability.Formats.Dockerfiles;

/// <summary>A word of an instruction.</summary>
/// <param name="Text">Unquoted and unescaped; variables as they are written.</param>
/// <param name="Raw">With quotes and escapes, continuations taken out.</param>
/// <param name="Range">In the file; it may span a continuation.</param>
/// <param name="IsOperator">Whether it stands between two commands of a shell: <c>&amp;&amp;</c>, <c>|</c>.</param>
public sealed record DockerWord(string Text, string Raw, TextRange Range, bool IsOperator = false);

/// <summary>A flag of an instruction: <c>--from=build</c>.</summary>
/// <param name="Name">Without dashes, in lower case.</param>
/// <param name="Value">Empty when the flag has none.</param>
/// <param name="Range">From the dashes to the end of the value.</param>
public sealed record DockerFlag(string Name, string Value, TextRange Range);

/// <summary>A name with a value, as ENV, ARG and LABEL set them.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="NameRange">Of the name.</param>
/// <param name="Value">With quotes and escapes; null for an ARG without a default.</param>
public sealed record DockerPair(string Name, TextRange NameRange, DockerWord? Value);

/// <summary>A text that an instruction takes from the lines behind it: <c>RUN &lt;&lt;EOF</c>.</summary>
/// <param name="Name">What ends it.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Range">Of its lines, without the one that ends it.</param>
/// <param name="IsExpanded">Whether variables in it are replaced: the name stands without quotes.</param>
public sealed record DockerHeredoc(string Name, string Text, TextRange Range, bool IsExpanded);

/// <summary>One instruction of a Dockerfile.</summary>
public sealed class DockerInstruction
{
    /// <summary>In upper case: <c>ENV</c>, <c>RUN</c>.</summary>
    public required string Keyword { get; init; }

    public required TextRange KeywordRange { get; init; }

    /// <summary>From the keyword to the end of its last line, heredocs left out.</summary>
    public required TextRange Range { get; init; }

    /// <summary>In front of the arguments.</summary>
    public required IReadOnlyList<DockerFlag> Flags { get; init; }

    /// <summary>The arguments; of the JSON form the strings of the array.</summary>
    public required IReadOnlyList<DockerWord> Words { get; init; }

    /// <summary>Whether the arguments are a JSON array, so that no shell runs them.</summary>
    public required bool IsJson { get; init; }

    /// <summary>What ENV, ARG and LABEL set; empty for others.</summary>
    public required IReadOnlyList<DockerPair> Pairs { get; init; }

    public required IReadOnlyList<DockerHeredoc> Heredocs { get; init; }

    /// <summary>The instruction that ONBUILD keeps for later, or the command of a HEALTHCHECK; null for others.</summary>
    public required DockerInstruction? Nested { get; init; }

    /// <summary>
    /// The commands that run, each as its words: a shell form is taken apart at its operators, and so is the script of <c>["sh", "-c", "…"]</c> and of a heredoc.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<DockerWord>> Commands { get; init; }

    /// <summary>The value of a flag; null when it is not there.</summary>
    public string? Flag(string name)
    {
        foreach (var flag in Flags)
        {
            if (flag.Name == name)
            {
                return flag.Value;
            }
        }

        return null;
    }
}
