namespace Deployability.Publish.Tree;

/// <summary>Text that is put together from values. Computed for a manifest, written out for a chart.</summary>
public abstract record Expression
{
    public static implicit operator Expression(string text) => new Literal(text);

    public static implicit operator Expression(Value value) => new Reference(value);

    /// <summary>Parts one after the other.</summary>
    public static Expression Join(params Expression[] parts) => new Concatenation(parts);

    public static Expression Choose(Condition condition, Expression then, Expression otherwise) => new Choice(condition, then, otherwise);

    /// <summary>At most so many characters, and no hyphen at the end.</summary>
    public static Expression Limit(Expression text, int length) => new Limited(text, length);

    /// <summary>A helper of the chart, with what it is made of.</summary>
    public static Expression Helper(string name, string comment, Expression body) => new Called(name, comment, body);

    /// <summary>Something that only Helm knows, with what stands for it in a manifest.</summary>
    /// <param name="template">An expression of a template.</param>
    /// <param name="text">The text of a manifest.</param>
    public static Expression Chart(string template, string text) => new Known(template, text);

    /// <summary>The text, given what each value is.</summary>
    public abstract string Text(Func<Value, Node> lookup);

    /// <summary>An expression that yields the text.</summary>
    public abstract string Template { get; }

    /// <summary>The text of a template, as the body of a helper has it.</summary>
    public virtual string Body => $"{{{{ {Go.Bare(Template)} }}}}";

    public virtual IEnumerable<Value> Values => [];

    /// <summary>The helpers that it calls, itself included.</summary>
    public virtual IEnumerable<Called> Helpers => [];

    private sealed record Literal(string Content) : Expression
    {
        public override string Text(Func<Value, Node> lookup) => Content;

        public override string Template => Go.Quoted(Content);

        public override string Body => Go.Escaped(Content);
    }

    private sealed record Reference(Value Value) : Expression
    {
        public override string Text(Func<Value, Node> lookup) => ((Scalar)lookup(Value)).Value;

        public override string Template => Go.Path(Value);

        public override IEnumerable<Value> Values => [Value];
    }

    private sealed record Known(string Expression, string Content) : Expression
    {
        public override string Text(Func<Value, Node> lookup) => Content;

        public override string Template => Expression;
    }

    private sealed record Concatenation(IReadOnlyList<Expression> Parts) : Expression
    {
        public override string Text(Func<Value, Node> lookup) => string.Concat(Parts.Select(part => part.Text(lookup)));

        public override string Template
        {
            get
            {
                var format = string.Concat(
                    Parts.Select(static part => part is Literal literal ? literal.Content.Replace("%", "%%") : "%v")
                );
                return $"(printf {Go.Quoted(format)} {string.Join(" ", Parts.Where(static part => part is not Literal).Select(static part => part.Template))})";
            }
        }

        public override string Body => string.Concat(Parts.Select(static part => part.Body));

        public override IEnumerable<Value> Values => Parts.SelectMany(static part => part.Values);

        public override IEnumerable<Called> Helpers => Parts.SelectMany(static part => part.Helpers);
    }

    private sealed record Choice(Condition Condition, Expression Then, Expression Otherwise) : Expression
    {
        public override string Text(Func<Value, Node> lookup) => Condition.Holds(lookup) ? Then.Text(lookup) : Otherwise.Text(lookup);

        /// <summary>A value or, where it is empty, something else has a word of its own.</summary>
        private bool IsDefault => Then is Reference && Then.Template == Condition.Template;

        public override string Template =>
            IsDefault
                ? $"(default {Otherwise.Template} {Then.Template})"
                : $"(ternary {Then.Template} {Otherwise.Template} (not (not {Condition.Template})))";

        public override string Body =>
            $"{{{{- if {Condition.Template} -}}}}\n{Then.Body}\n{{{{- else -}}}}\n{Otherwise.Body}\n{{{{- end -}}}}";

        public override IEnumerable<Value> Values => [.. Condition.Values, .. Then.Values, .. Otherwise.Values];

        public override IEnumerable<Called> Helpers => [.. Then.Helpers, .. Otherwise.Helpers];
    }

    private sealed record Limited(Expression Inner, int Length) : Expression
    {
        public override string Text(Func<Value, Node> lookup)
        {
            var text = Inner.Text(lookup);
            text = text.Length > Length ? text.Substring(0, Length) : text;
            return text.EndsWith("-", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text;
        }

        public override string Template => $"({Inner.Template} | trunc {Core.Text.Of(Length)} | trimSuffix \"-\")";

        public override IEnumerable<Value> Values => Inner.Values;

        public override IEnumerable<Called> Helpers => Inner.Helpers;
    }

    /// <summary>A call of a helper.</summary>
    public sealed record Called(string Name, string Comment, Expression Inner) : Expression
    {
        public override string Text(Func<Value, Node> lookup) => Inner.Text(lookup);

        public override string Template => $"(include {Go.Quoted(Name)} .)";

        public override IEnumerable<Value> Values => Inner.Values;

        public override IEnumerable<Called> Helpers => [.. Inner.Helpers, this];
    }
}
