namespace Deployability.Formats.Scripts;

/// <summary>What a piece of a script is.</summary>
public enum ScriptTokenKind
{
    /// <summary>A name or a keyword, <c>#private</c> names among them.</summary>
    Word,
    Number,

    /// <summary>With its quotes; also the value of an attribute of JSX.</summary>
    String,

    /// <summary>A piece of a template without holes: from <c>`</c> or <c>}</c> to <c>${</c> or <c>`</c>, these included.</summary>
    Template,
    Regex,

    /// <summary>Of one line or of several, and a first line that begins with <c>#!</c>.</summary>
    Comment,
    Punctuator,

    /// <summary>Text between elements of JSX.</summary>
    JsxText,
}

/// <summary>A piece of a script. Space between pieces belongs to none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Range">In the text that the reader was given.</param>
public readonly record struct ScriptToken(ScriptTokenKind Kind, TextRange Range);

/// <summary>What a reader of scripts has to expect.</summary>
public enum ScriptLanguage
{
    /// <summary>JavaScript, with JSX where it stands in place of a value.</summary>
    JavaScript,

    /// <summary>TypeScript without JSX: <c>&lt;T&gt;x</c> is a cast.</summary>
    TypeScript,
}
