namespace Deployability.Formats.Scripts;

/// <summary>A script as its pieces without comments, with brackets that know each other.</summary>
public sealed class ScriptFile
{
    private readonly string text;
    private readonly List<ScriptToken> tokens = [];
    private readonly List<int> openers = [];
    private readonly Dictionary<int, int> partners = [];

    private ScriptFile(string text) => this.text = text;

    /// <summary>In their order; templates with holes in several pieces.</summary>
    public IReadOnlyList<ScriptToken> Tokens => tokens;

    /// <summary>Reads a script inside a text; never throws.</summary>
    /// <param name="text">The whole text, in which the ranges count.</param>
    /// <param name="range">Where the script stands.</param>
    /// <param name="language">What to expect.</param>
    public static ScriptFile Read(string text, TextRange range, ScriptLanguage language)
    {
        var file = new ScriptFile(text);
        var open = new Stack<int>();
        foreach (var token in ScriptLexer.Read(text, range, language))
        {
            if (token.Kind == ScriptTokenKind.Comment)
            {
                continue;
            }

            var index = file.tokens.Count;
            var isPunctuator = token.Kind == ScriptTokenKind.Punctuator;
            var first = text[token.Range.Start];
            var isTemplate = token.Kind == ScriptTokenKind.Template;
            if ((isPunctuator && first is ')' or ']' or '}' || isTemplate && first == '}') && open.Count > 0)
            {
                var opener = open.Pop();
                file.partners[opener] = index;
                file.partners[index] = opener;
            }

            file.tokens.Add(token);
            file.openers.Add(open.Count > 0 ? open.Peek() : -1);
            if ((isPunctuator && first is '(' or '[' or '{') || (isTemplate && text[token.Range.End - 1] == '{'))
            {
                open.Push(index);
            }
        }

        return file;
    }

    /// <summary>The bracket that holds a piece; -1 when none does, and for pieces that are not there.</summary>
    public int OpenerOf(int index) => index >= 0 && index < openers.Count ? openers[index] : -1;

    /// <summary>The other bracket of a pair; -1 for what is none or has none.</summary>
    public int PartnerOf(int index) => partners.TryGetValue(index, out var partner) ? partner : -1;

    /// <summary>Of a piece, and of a template with holes from its first piece to its last.</summary>
    public TextRange RangeOf(int index)
    {
        var last = index;
        while (tokens[last].Kind == ScriptTokenKind.Template && PartnerOf(last) is var next && next > last)
        {
            last = next;
        }

        return TextRange.FromBounds(tokens[index].Range.Start, tokens[last].Range.End);
    }

    public string TextOf(int index) => index >= 0 && index < tokens.Count ? tokens[index].Range.Of(text) : "";

    public bool Is(int index, string expected) =>
        index >= 0
        && index < tokens.Count
        && tokens[index].Range.Length == expected.Length
        && string.CompareOrdinal(text, tokens[index].Range.Start, expected, 0, expected.Length) == 0;

    public bool IsWord(int index) => index >= 0 && index < tokens.Count && tokens[index].Kind == ScriptTokenKind.Word;

    public bool IsString(int index) => index >= 0 && index < tokens.Count && tokens[index].Kind == ScriptTokenKind.String;

    /// <summary>Whether two operators stand without space between them: the two halves of <c>??</c>.</summary>
    public bool IsPair(int index, string first, string second) =>
        Is(index, first) && Is(index + 1, second) && tokens[index].Range.End == tokens[index + 1].Range.Start;

    /// <summary>What a string or the first piece of a template holds, without its quotes; escaped slashes as slashes.</summary>
    public string ValueOf(int index)
    {
        var value = TextOf(index);
        var end =
            value.Length > 2 && value[value.Length - 1] == '{' && tokens[index].Kind == ScriptTokenKind.Template ? value.Length - 2
            : value.Length > 1 && value[value.Length - 1] is '"' or '\'' or '`' ? value.Length - 1
            : value.Length;
        value = value.Length == 0 ? "" : value.Substring(1, Math.Max(end - 1, 0));
        return value.IndexOf('\\') < 0 ? value : value.Replace("\\/", "/");
    }
}
