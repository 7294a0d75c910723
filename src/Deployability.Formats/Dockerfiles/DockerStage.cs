namespace Deployability.Formats.Dockerfiles;

/// <summary>A stage of a Dockerfile: FROM and what follows it.</summary>
public sealed class DockerStage
{
    private readonly List<DockerInstruction> instructions = [];
    private readonly IReadOnlyDictionary<string, string?> global;
    private readonly char escape;

    internal DockerStage(
        int index,
        string name,
        DockerInstruction from,
        DockerWord? image,
        IReadOnlyDictionary<string, string?> global,
        char escape,
        DockerStage? stage,
        string baseName
    )
    {
        Index = index;
        Name = name;
        From = from;
        ImageWord = image;
        Image = baseName;
        Base = stage;
        this.global = global;
        this.escape = escape;
    }

    public int Index { get; }

    /// <summary>Behind AS; empty when the stage has no name.</summary>
    public string Name { get; }

    public DockerInstruction From { get; }

    /// <summary>What the stage is built from as it is written; null when FROM says nothing.</summary>
    public DockerWord? ImageWord { get; }

    /// <summary>The same with the defaults of ARGs put in; with a <c>$</c> where nobody knows a value. The name of a stage when <see cref="Base"/> is set.</summary>
    public string Image { get; }

    /// <summary>The earlier stage that it is built from; null for an image.</summary>
    public DockerStage? Base { get; }

    /// <summary>Whether what the stage sets is in the image: it is the last one, or one that the last is built FROM.</summary>
    public bool IsInImage { get; internal set; }

    /// <summary>Whether something of it comes into the image: also a stage that another one copies from.</summary>
    public bool IsUsed { get; internal set; }

    /// <summary>Of the stage itself, without FROM.</summary>
    public IReadOnlyList<DockerInstruction> Instructions => instructions;

    /// <summary>What makes the stage: the instructions of the stages that it is built from, then its own.</summary>
    public IEnumerable<DockerInstruction> AllInstructions
    {
        get
        {
            var chain = new Stack<DockerStage>();
            for (var stage = this; stage is not null; stage = stage.Base)
            {
                chain.Push(stage);
            }

            return chain.SelectMany(static stage => stage.instructions);
        }
    }

    /// <summary>A word with the values that variables have at an instruction; a variable that only the build or the base image knows stays as it is written.</summary>
    public string Expand(DockerWord word, DockerInstruction at)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var instruction in AllInstructions)
        {
            if (instruction == at)
            {
                break;
            }

            if (instruction.Keyword is "ENV" or "ARG")
            {
                Set(instruction, values);
            }
        }

        return DockerWords.Expand(word.Raw, escape, name => values.TryGetValue(name, out var value) ? value : null);
    }

    internal void Add(DockerInstruction instruction) => instructions.Add(instruction);

    // A value in the environment wins over an argument of the build; an argument without a default takes that in front of the first FROM.
    private void Set(DockerInstruction instruction, Dictionary<string, string?> values)
    {
        foreach (var pair in instruction.Pairs)
        {
            var value =
                pair.Value is { } word
                    ? DockerWords.Expand(word.Raw, escape, name => values.TryGetValue(name, out var known) ? known : null)
                : global.TryGetValue(pair.Name, out var default_) ? default_
                : null;
            values[pair.Name] = value;
        }
    }
}
