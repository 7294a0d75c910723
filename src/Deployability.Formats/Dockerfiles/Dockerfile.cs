using Deployability.Formats.Json;

namespace Deployability.Formats.Dockerfiles;

/// <summary>A Dockerfile with places: instructions, words, stages.</summary>
/// <remarks>
/// https://docs.docker.com/reference/dockerfile/. Comments may stand between continued lines; the escape directive may make <c>`</c> the continuation.
/// No text is wrong to this reader: what no builder understands is an instruction with an unknown keyword.
/// </remarks>
public sealed class Dockerfile
{
    private Dockerfile(
        IReadOnlyList<DockerInstruction> instructions,
        IReadOnlyList<DockerStage> stages,
        IReadOnlyDictionary<string, string> directives
    )
    {
        Instructions = instructions;
        Stages = stages;
        Directives = directives;
    }

    /// <summary>All of them in the order of the file.</summary>
    public IReadOnlyList<DockerInstruction> Instructions { get; }

    public IReadOnlyList<DockerStage> Stages { get; }

    /// <summary>What the comments at the top say to the builder: <c>syntax</c>, <c>escape</c>, <c>check</c>, in lower case.</summary>
    public IReadOnlyDictionary<string, string> Directives { get; }

    /// <summary>The stage that makes the image; null when there is no FROM.</summary>
    public DockerStage? Final => Stages.Count == 0 ? null : Stages[Stages.Count - 1];

    /// <summary>Reads a text; never throws.</summary>
    public static Dockerfile Parse(string text)
    {
        var lines = new DockerLines(text);
        var instructions = new List<DockerInstruction>();
        while (lines.Next() is { } line)
        {
            instructions.Add(new InstructionParser(text, lines).Read(line));
        }

        return new Dockerfile(instructions, StagesOf(instructions, lines.Escape), lines.Directives);
    }

    private static List<DockerStage> StagesOf(List<DockerInstruction> instructions, char escape)
    {
        var stages = new List<DockerStage>();
        var byName = new Dictionary<string, DockerStage>(StringComparer.OrdinalIgnoreCase);
        var global = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var instruction in instructions)
        {
            if (instruction.Keyword == "FROM")
            {
                var words = instruction.Words;
                var image = words.Count > 0 ? words[0] : null;
                var name = words.Count > 2 && words[1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase) ? words[2].Text : "";
                var baseName = image is null
                    ? ""
                    : DockerWords.Expand(image.Raw, escape, variable => global.TryGetValue(variable, out var value) ? value : null);
                byName.TryGetValue(baseName, out var stage);
                stages.Add(
                    new DockerStage(
                        stages.Count,
                        name,
                        instruction,
                        image,
                        new Dictionary<string, string?>(global),
                        escape,
                        stage,
                        baseName
                    )
                );
                if (name.Length > 0)
                {
                    byName[name] = stages[stages.Count - 1];
                }
            }
            else if (stages.Count > 0)
            {
                stages[stages.Count - 1].Add(instruction);
            }
            else if (instruction.Keyword == "ARG")
            {
                foreach (var pair in instruction.Pairs)
                {
                    global[pair.Name] = pair.Value is { } word
                        ? DockerWords.Expand(word.Raw, escape, variable => global.TryGetValue(variable, out var value) ? value : null)
                        : null;
                }
            }
        }

        MarkUsed(stages, byName);
        return stages;
    }

    private static void MarkUsed(List<DockerStage> stages, Dictionary<string, DockerStage> byName)
    {
        if (stages.Count == 0)
        {
            return;
        }

        for (var stage = stages[stages.Count - 1]; stage is not null; stage = stage.Base)
        {
            stage.IsInImage = true;
            stage.IsUsed = true;
        }

        // A stage uses earlier ones only.
        for (var index = stages.Count - 1; index >= 0; index--)
        {
            if (!stages[index].IsUsed)
            {
                continue;
            }

            if (stages[index].Base is { } origin)
            {
                origin.IsUsed = true;
            }

            foreach (var instruction in stages[index].Instructions)
            {
                foreach (var name in SourcesOf(instruction))
                {
                    if (
                        byName.TryGetValue(name, out var source)
                        || (int.TryParse(name, out var number) && number >= 0 && number < index && (source = stages[number]) is not null)
                    )
                    {
                        source.IsUsed = true;
                    }
                }
            }
        }
    }

    // COPY --from=build, RUN --mount=type=bind,from=build,target=/src
    private static IEnumerable<string> SourcesOf(DockerInstruction instruction)
    {
        foreach (var flag in instruction.Flags)
        {
            if (flag.Name == "from")
            {
                yield return flag.Value;
            }
            else if (flag.Name == "mount" && flag.Value.IndexOf("from=", StringComparison.Ordinal) >= 0)
            {
                foreach (var part in flag.Value.Split(','))
                {
                    if (part.StartsWith("from=", StringComparison.Ordinal))
                    {
                        yield return part.Substring("from=".Length);
                    }
                }
            }
        }
    }

    // Takes one logical line apart.
    private sealed class InstructionParser(string text, DockerLines lines)
    {
        private const int MaxNesting = 3;

        private readonly char escape = lines.Escape;

        public DockerInstruction Read(LogicalText line) => Read(line, 0, 0);

        private DockerInstruction Read(LogicalText line, int start, int depth)
        {
            var content = line.Text;
            var end = content.Length;
            while (end > start && char.IsWhiteSpace(content[end - 1]))
            {
                end--;
            }

            var i = start;
            while (i < end && !char.IsWhiteSpace(content[i]))
            {
                i++;
            }

            var keywordEnd = i;
            var keyword = content.Substring(start, i - start).ToUpperInvariant();
            var flags = HasFlags(keyword) ? ReadFlags(line, ref i, end) : [];
            i = Skip(content, i, end);
            var nested =
                depth < MaxNesting && i < end && (keyword == "ONBUILD" || (keyword == "HEALTHCHECK" && !IsWord(content, i, end, "NONE")))
                    ? Read(line, i, depth + 1)
                    : null;
            var json = TakesJson(keyword) && i < end && content[i] == '[' ? ReadJson(line, i, end) : null;
            var isShell = keyword is "RUN" or "CMD" or "ENTRYPOINT";
            var words = json ?? DockerWords.Split(line, i, end, escape, isShell);
            List<DockerHeredoc> heredocs = keyword is "RUN" or "COPY" or "ADD" ? ReadHeredocs(words) : [];
            return new DockerInstruction
            {
                Keyword = keyword,
                KeywordRange = line.RangeOf(start, keywordEnd),
                Range = line.RangeOf(start, end),
                Flags = flags,
                Words = words,
                IsJson = json is not null,
                Pairs = keyword is "ENV" or "LABEL" or "ARG" ? Pairs(words, keyword) : [],
                Heredocs = heredocs,
                Nested = nested,
                Commands = isShell ? CommandsOf(words, json is not null, heredocs) : nested?.Commands ?? [],
            };
        }

        private List<DockerFlag> ReadFlags(LogicalText line, ref int i, int end)
        {
            var flags = new List<DockerFlag>();
            while (true)
            {
                var start = Skip(line.Text, i, end);
                if (start + 2 >= end || line.Text[start] != '-' || line.Text[start + 1] != '-')
                {
                    return flags;
                }

                i = start;
                while (i < end && !char.IsWhiteSpace(line.Text[i]))
                {
                    i++;
                }

                var flag = line.Text.Substring(start + 2, i - start - 2);
                var equals = flag.IndexOf('=');
                flags.Add(
                    new DockerFlag(
                        (equals < 0 ? flag : flag.Substring(0, equals)).ToLowerInvariant(),
                        equals < 0 ? "" : DockerWords.Unquote(flag.Substring(equals + 1), escape),
                        line.RangeOf(start, i)
                    )
                );
            }
        }

        // Anything but an array of strings is the shell form.
        private static List<DockerWord>? ReadJson(LogicalText line, int start, int end)
        {
            var array = line.Text.Substring(start, end - start);
            var file = JsonFile.Parse(array);
            return
                file.Error is not null
                || file.Root is not { Kind: JsonKind.Array, IsWhole: true } root
                || root.Items.Any(static item => item.Kind != JsonKind.String)
                ? null
                :
                [
                    .. root.Items.Select(item => new DockerWord(
                        item.Text,
                        item.Range.Of(array),
                        line.RangeOf(start + item.Range.Start, start + item.Range.End)
                    )),
                ];
        }

        // ENV A=1 B="2 3", or the old form: ENV A 1 2
        private static List<DockerPair> Pairs(List<DockerWord> words, string keyword)
        {
            var pairs = new List<DockerPair>();
            if (keyword != "ARG" && words.Count > 1 && words[0].Raw.IndexOf('=') < 0)
            {
                var last = words[words.Count - 1];
                var range = TextRange.FromBounds(words[1].Range.Start, last.Range.End);
                var raw = words.Count == 2 ? words[1].Raw : string.Join(" ", words.Skip(1).Select(static word => word.Raw));
                pairs.Add(
                    new DockerPair(words[0].Text, words[0].Range, new DockerWord(words.Count == 2 ? words[1].Text : raw, raw, range))
                );
                return pairs;
            }

            foreach (var word in words)
            {
                var equals = word.Raw.IndexOf('=');
                var name = equals < 0 ? word.Raw : word.Raw.Substring(0, equals);
                var nameRange = new TextRange(word.Range.Start, Math.Min(name.Length, word.Range.Length));
                pairs.Add(equals < 0 ? new DockerPair(name, nameRange, null) : new DockerPair(name, nameRange, Behind(word, equals)));
            }

            return pairs;

            // A continuation may stand inside the name, which nobody writes; then the range begins too early.
            static DockerWord Behind(DockerWord word, int equals)
            {
                var raw = word.Raw.Substring(equals + 1);
                var start = Math.Min(word.Range.Start + equals + 1, word.Range.End);
                var text = word.Text.IndexOf('=') is >= 0 and var inText ? word.Text.Substring(inText + 1) : "";
                return new DockerWord(text, raw, TextRange.FromBounds(start, word.Range.End));
            }
        }

        private List<DockerHeredoc> ReadHeredocs(List<DockerWord> words)
        {
            var heredocs = new List<DockerHeredoc>();
            foreach (var word in words)
            {
                if (NameOfHeredoc(word.Raw, out var isQuoted, out var chomps) is { } name)
                {
                    var range = lines.TakeHeredoc(name, chomps);
                    heredocs.Add(new DockerHeredoc(name, range.Of(text), range, !isQuoted));
                }
            }

            return heredocs;
        }

        // <<EOF, <<-EOF, <<"EOF", 3<<EOF
        private static string? NameOfHeredoc(string raw, out bool isQuoted, out bool chomps)
        {
            isQuoted = false;
            chomps = false;
            var i = 0;
            while (i < raw.Length && raw[i] is >= '0' and <= '9')
            {
                i++;
            }

            if (i + 2 >= raw.Length || raw[i] != '<' || raw[i + 1] != '<' || raw[i + 2] == '<')
            {
                return null;
            }

            i += 2;
            chomps = raw[i] == '-';
            var name = raw.Substring(chomps ? i + 1 : i);
            isQuoted = name.Length > 2 && name[0] is '"' or '\'' && name[name.Length - 1] == name[0];
            name = isQuoted ? name.Substring(1, name.Length - 2) : name;
            return name.Length == 0 || name.IndexOf('<') >= 0 ? null : name;
        }

        private List<IReadOnlyList<DockerWord>> CommandsOf(List<DockerWord> words, bool isJson, List<DockerHeredoc> heredocs)
        {
            var commands = new List<IReadOnlyList<DockerWord>>();
            foreach (var command in isJson ? [words] : DockerWords.Commands(words))
            {
                commands.AddRange(ScriptIn(command) is { } script ? CommandsOf(script) : [command]);
            }

            foreach (var heredoc in heredocs)
            {
                var script = new LogicalText();
                script.Append(text, heredoc.Range.Start, heredoc.Range.End);
                commands.AddRange(DockerWords.Commands(DockerWords.Split(script, 0, script.Length, '\\', isShell: true)));
            }

            return commands;
        }

        // sh -c "…", bash -lc "…"
        private static DockerWord? ScriptIn(IReadOnlyList<DockerWord> command)
        {
            var first = command.Count > 0 && command[0].Text == "exec" ? 1 : 0;
            return
                command.Count > first + 2
                && IsShell(command[first].Text)
                && command[first + 1].Text is { Length: <= 4 } flags
                && flags.StartsWith("-", StringComparison.Ordinal)
                && flags.EndsWith("c", StringComparison.Ordinal)
                ? command[first + 2]
                : null;
        }

        // Places inside a quoted string are not known: each word stands at the string.
        private static IEnumerable<IReadOnlyList<DockerWord>> CommandsOf(DockerWord quoted)
        {
            var script = new LogicalText();
            script.Append(quoted.Text, 0, quoted.Text.Length);
            return DockerWords.Commands([
                .. DockerWords.Split(script, 0, script.Length, '\\', isShell: true).Select(word => word with { Range = quoted.Range }),
            ]);
        }

        private static bool IsShell(string program) => program.Substring(program.LastIndexOf('/') + 1) is "sh" or "bash" or "ash" or "dash";

        private static bool HasFlags(string keyword) => keyword is "FROM" or "COPY" or "ADD" or "RUN" or "HEALTHCHECK";

        private static bool TakesJson(string keyword) =>
            keyword is "RUN" or "CMD" or "ENTRYPOINT" or "COPY" or "ADD" or "VOLUME" or "SHELL";

        private static bool IsWord(string content, int start, int end, string word) =>
            end - start == word.Length && string.Compare(content, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

        private static int Skip(string content, int i, int end)
        {
            while (i < end && char.IsWhiteSpace(content[i]))
            {
                i++;
            }

            return i;
        }
    }
}
