namespace Deployability.Publish.Tree;

/// <summary>When a part of a tree is there. Decided for a manifest, written out for a chart.</summary>
public abstract record Condition
{
    /// <summary>True in a chart and false in a manifest: for what only Helm understands.</summary>
    public static Condition InChart { get; } = new Always();

    public static Condition IsOn(Value value) => new Set(value);

    /// <summary>Whether a text, list or mapping is not empty.</summary>
    public static Condition IsSet(Value value) => new Set(value);

    public static Condition Is(Value value, string text) => new Equal(value, text);

    public static Condition Not(Condition condition) => new Negation(condition);

    public static Condition All(params Condition[] conditions) => new Group(conditions, "and");

    public static Condition Any(params Condition[] conditions) => conditions.Length == 1 ? conditions[0] : new Group(conditions, "or");

    /// <summary>Whether it holds, given what each value is.</summary>
    public abstract bool Holds(Func<Value, Node> lookup);

    /// <summary>The expression of a template.</summary>
    public abstract string Template { get; }

    /// <summary>The values that it asks for.</summary>
    public abstract IEnumerable<Value> Values { get; }

    private sealed record Always : Condition
    {
        public override bool Holds(Func<Value, Node> lookup) => false;

        public override string Template => "true";

        public override IEnumerable<Value> Values => [];
    }

    private sealed record Set(Value Value) : Condition
    {
        public override bool Holds(Func<Value, Node> lookup) =>
            lookup(Value) switch
            {
                Scalar { Type: ScalarType.Boolean } flag => flag.Value == "true",
                Scalar { Type: ScalarType.Integer } number => number.Value != "0",
                Scalar { Type: ScalarType.Null } => false,
                Scalar text => text.Value.Length > 0,
                Mapping mapping => mapping.Count > 0,
                Sequence sequence => sequence.Count > 0,
                var other => throw new ArgumentOutOfRangeException(
                    nameof(lookup),
                    other.GetType().Name,
                    "A value that no condition can ask for."
                ),
            };

        public override string Template => Go.Path(Value);

        public override IEnumerable<Value> Values => [Value];
    }

    private sealed record Equal(Value Value, string Text) : Condition
    {
        public override bool Holds(Func<Value, Node> lookup) => lookup(Value) is Scalar scalar && scalar.Value == Text;

        public override string Template => $"(eq {Go.Path(Value)} {Go.Quoted(Text)})";

        public override IEnumerable<Value> Values => [Value];
    }

    private sealed record Negation(Condition Inner) : Condition
    {
        public override bool Holds(Func<Value, Node> lookup) => !Inner.Holds(lookup);

        public override string Template => $"(not {Inner.Template})";

        public override IEnumerable<Value> Values => Inner.Values;
    }

    private sealed record Group(IReadOnlyList<Condition> Parts, string Word) : Condition
    {
        public override bool Holds(Func<Value, Node> lookup) =>
            Word == "and" ? Parts.All(part => part.Holds(lookup)) : Parts.Any(part => part.Holds(lookup));

        public override string Template => $"({Word} {string.Join(" ", Parts.Select(static part => part.Template))})";

        public override IEnumerable<Value> Values => Parts.SelectMany(static part => part.Values);
    }
}
