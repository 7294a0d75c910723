namespace Deployability.Formats.Scripts;

/// <summary>Takes JavaScript and TypeScript apart into strings, templates, comments, regular expressions, JSX and the rest.</summary>
/// <remarks>
/// https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar. Nothing is parsed: whether <c>/</c> divides or begins a regular expression,
/// and whether <c>&lt;</c> compares or begins an element, is told by what stands in front. No text is wrong to this reader, and each character is read once:
/// what is never closed ends at its line or at the end.
/// </remarks>
public sealed class ScriptLexer
{
    private static readonly HashSet<string> BeforeValue = new(StringComparer.Ordinal)
    {
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "throw",
        "new",
        "instanceof",
        "do",
        "else",
        "yield",
        "await",
        "default",
        "extends",
    };

    private static readonly HashSet<string> Conditions = new(StringComparer.Ordinal) { "if", "while", "for", "with" };

    private readonly string text;
    private readonly int end;
    private readonly bool hasJsx;
    private readonly List<ScriptToken> tokens = [];
    private readonly Stack<Context> contexts = new();

    private int position;

    // In front of this place no regular expression is closed.
    private int noRegexBefore;

    // Whether a value may begin here, so that "/" begins a regular expression.
    private bool expectsValue = true;

    private string lastWord = "";
    private char lastPunctuator;

    private ScriptLexer(string text, TextRange range, ScriptLanguage language)
    {
        this.text = text;
        position = range.Start;
        end = range.End;
        hasJsx = language == ScriptLanguage.JavaScript;
    }

    private enum Context
    {
        /// <summary>A block of statements.</summary>
        Block,

        /// <summary>An object; behind it stands an operator.</summary>
        Object,

        /// <summary>Parentheses or brackets.</summary>
        Parentheses,

        /// <summary>Parentheses behind <c>if</c> and the like; behind them stands a statement.</summary>
        Condition,

        /// <summary>A hole of a template.</summary>
        Hole,

        /// <summary>Between <c>&lt;</c> and <c>&gt;</c> of an element.</summary>
        OpeningTag,
        ClosingTag,

        /// <summary>Between the tags of an element.</summary>
        Children,

        /// <summary>Braces in an element.</summary>
        JsxHole,
    }

    /// <summary>Reads a script; never throws.</summary>
    public static IReadOnlyList<ScriptToken> Read(string text, ScriptLanguage language) =>
        Read(text, new TextRange(0, text.Length), language);

    /// <summary>Reads a script inside another text.</summary>
    /// <param name="text">The whole text, in which the ranges of the tokens count.</param>
    /// <param name="range">Where the script stands.</param>
    /// <param name="language">What to expect.</param>
    public static IReadOnlyList<ScriptToken> Read(string text, TextRange range, ScriptLanguage language)
    {
        var lexer = new ScriptLexer(text, range, language);
        lexer.ReadAll();
        return lexer.tokens;
    }

    private void ReadAll()
    {
        if (At("#!"))
        {
            Add(ScriptTokenKind.Comment, ScriptScanner.EndOfLine(text, position, end));
        }

        while (position < end)
        {
            if (contexts.Count > 0 && contexts.Peek() == Context.Children)
            {
                ReadChild();
            }
            else if (ScriptScanner.IsSpace(text[position]))
            {
                position++;
            }
            else if (contexts.Count > 0 && contexts.Peek() is Context.OpeningTag or Context.ClosingTag)
            {
                ReadInTag();
            }
            else
            {
                ReadToken();
            }
        }
    }

    private void ReadToken()
    {
        var c = text[position];
        if (ReadComment())
        {
            return;
        }

        if (c is '"' or '\'')
        {
            Add(ScriptTokenKind.String, ScriptScanner.EndOfString(text, position, end));
            expectsValue = false;
        }
        else if (c == '`')
        {
            ReadTemplate();
        }
        else if (char.IsDigit(c) || (c == '.' && position + 1 < end && char.IsDigit(text[position + 1])))
        {
            Add(ScriptTokenKind.Number, ScriptScanner.EndOfNumber(text, position, end));
            expectsValue = false;
        }
        else if (ScriptScanner.IsWordStart(c))
        {
            ReadWord();
        }
        else if (c == '/' && expectsValue && EndOfRegex() is { } regex)
        {
            Add(ScriptTokenKind.Regex, regex);
            expectsValue = false;
        }
        else if (c == '<' && hasJsx && expectsValue && ScriptScanner.BeginsElement(text, position, end))
        {
            OpenTag();
        }
        else
        {
            ReadPunctuator(c);
        }
    }

    private bool ReadComment()
    {
        if (At("//"))
        {
            Add(ScriptTokenKind.Comment, ScriptScanner.EndOfLine(text, position, end));
            return true;
        }

        if (!At("/*"))
        {
            return false;
        }

        var close = text.IndexOf("*/", position + 2, end - position - 2, StringComparison.Ordinal);
        Add(ScriptTokenKind.Comment, close < 0 ? end : close + 2);
        return true;
    }

    private void ReadWord()
    {
        var start = position;
        var stop = ScriptScanner.EndOfWord(text, position, end);

        // A member named like a keyword is a value: options.default / 2
        var isMember = lastPunctuator == '.' && tokens.Count > 0 && tokens[tokens.Count - 1].Kind == ScriptTokenKind.Punctuator;
        lastWord = text.Substring(start, stop - start);
        Add(ScriptTokenKind.Word, stop);
        expectsValue = !isMember && BeforeValue.Contains(lastWord);
        lastWord = isMember ? "" : lastWord;
    }

    private void ReadPunctuator(char c)
    {
        var wasValue = !expectsValue;
        switch (c)
        {
            case '(':
                contexts.Push(LastIsWord() && Conditions.Contains(lastWord) ? Context.Condition : Context.Parentheses);
                Punctuate(1, true);
                break;
            case '[':
                contexts.Push(Context.Parentheses);
                Punctuate(1, true);
                break;
            case ')' or ']':
                Punctuate(
                    1,
                    contexts.Count > 0 && contexts.Peek() is Context.Condition or Context.Parentheses && contexts.Pop() == Context.Condition
                );
                break;
            case '{':
                contexts.Push(BeginsObject() ? Context.Object : Context.Block);
                Punctuate(1, true);
                break;
            case '}':
                Close();
                break;
            case '+' or '-' when position + 1 < end && text[position + 1] == c:
                // Behind a value it belongs to that: i++ / 2
                Punctuate(2, !wasValue);
                break;
            case '=' when position + 1 < end && text[position + 1] == '>':
                Punctuate(2, true);
                lastPunctuator = '>';
                break;
            case '!' when wasValue && (position + 1 >= end || text[position + 1] != '='):
                // TypeScript: value! / 2
                Punctuate(1, false);
                break;
            default:
                Punctuate(1, true);
                break;
        }
    }

    private void Close()
    {
        var context =
            contexts.Count > 0 && contexts.Peek() is Context.Block or Context.Object or Context.Hole or Context.JsxHole
                ? contexts.Pop()
                : Context.Block;
        if (context == Context.Hole)
        {
            ReadTemplate();
            return;
        }

        Punctuate(1, context == Context.Block);
    }

    private void Punctuate(int length, bool valueFollows)
    {
        lastPunctuator = text[position];
        Add(ScriptTokenKind.Punctuator, Math.Min(position + length, end));
        expectsValue = valueFollows;
    }

    // A brace in place of a value opens an object, and a block behind a statement, a condition, an arrow or a label.
    private bool BeginsObject()
    {
        if (!expectsValue || tokens.Count == 0)
        {
            return false;
        }

        var last = LastSignificant();
        return last.Kind switch
        {
            ScriptTokenKind.Word => lastWord is not ("else" or "do" or "default" or "extends"),
            ScriptTokenKind.Punctuator => text[last.Range.Start] switch
            {
                '(' or '[' or ',' or '?' or '&' or '|' or '+' or '-' or '*' or '%' or '<' or '>' or '!' or '~' or '^' or '/' or '.' => true,
                '=' => last.Range.Length == 1,
                ':' => contexts.Count > 0 && contexts.Peek() != Context.Block,
                _ => false,
            },
            _ => true,
        };
    }

    // From ` or } to ${ or `
    private void ReadTemplate()
    {
        var i = position + 1;
        while (i < end && text[i] != '`')
        {
            if (text[i] == '$' && i + 1 < end && text[i + 1] == '{')
            {
                contexts.Push(Context.Hole);
                Add(ScriptTokenKind.Template, i + 2);
                expectsValue = true;
                return;
            }

            i += text[i] == '\\' ? 2 : 1;
        }

        Add(ScriptTokenKind.Template, Math.Min(i + 1, end));
        expectsValue = false;
    }

    private int? EndOfRegex()
    {
        if (position < noRegexBefore)
        {
            return null;
        }

        var regex = ScriptScanner.EndOfRegex(text, position, end, out var stop);
        noRegexBefore = regex is null ? stop : noRegexBefore;
        return regex;
    }

    private void OpenTag()
    {
        contexts.Push(Context.OpeningTag);
        Punctuate(1, false);
    }

    private void ReadChild()
    {
        var start = position;
        var i = start;
        while (i < end && text[i] is not ('<' or '{'))
        {
            i++;
        }

        if (i > start)
        {
            Add(ScriptTokenKind.JsxText, i);
        }
        else if (text[i] == '{')
        {
            contexts.Push(Context.JsxHole);
            Punctuate(1, true);
        }
        else if (i + 1 < end && text[i + 1] == '/')
        {
            contexts.Pop();
            contexts.Push(Context.ClosingTag);
            Punctuate(2, false);
        }
        else
        {
            OpenTag();
        }
    }

    private void ReadInTag()
    {
        var c = text[position];
        if (c is '"' or '\'')
        {
            // No escapes, and line breaks are part of it.
            var close = text.IndexOf(c, position + 1, end - position - 1);
            Add(ScriptTokenKind.String, close < 0 ? end : close + 1);
        }
        else if (c == '{')
        {
            contexts.Push(Context.JsxHole);
            Punctuate(1, true);
        }
        else if (c == '/' && At("/>"))
        {
            contexts.Pop();
            Punctuate(2, false);
        }
        else if (c == '>')
        {
            if (contexts.Pop() == Context.OpeningTag)
            {
                contexts.Push(Context.Children);
            }

            Punctuate(1, false);
        }
        else if (!ReadComment())
        {
            var stop = position + 1;
            while (ScriptScanner.IsWordStart(c) && stop < end && (ScriptScanner.IsWordPart(text[stop]) || text[stop] == '-'))
            {
                stop++;
            }

            Add(ScriptScanner.IsWordStart(c) ? ScriptTokenKind.Word : ScriptTokenKind.Punctuator, stop);
        }
    }

    private ScriptToken LastSignificant()
    {
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (tokens[i].Kind != ScriptTokenKind.Comment)
            {
                return tokens[i];
            }
        }

        return default;
    }

    private bool LastIsWord() => tokens.Count > 0 && LastSignificant().Kind == ScriptTokenKind.Word;

    private void Add(ScriptTokenKind kind, int stop)
    {
        tokens.Add(new ScriptToken(kind, TextRange.FromBounds(position, stop)));
        position = stop;
    }

    private bool At(string part) => position + part.Length <= end && string.CompareOrdinal(text, position, part, 0, part.Length) == 0;
}
