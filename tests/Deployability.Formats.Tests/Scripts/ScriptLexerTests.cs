using Acornima;
using Deployability.Formats.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Scripts;

public sealed class ScriptLexerTests
{
    private static readonly string[] Pieces =
    [
        "'",
        "\"",
        "`",
        "${",
        "}",
        "{",
        "(",
        ")",
        "[",
        "]",
        "/",
        "//",
        "/*",
        "*/",
        "\\",
        "<",
        ">",
        "</",
        "/>",
        "<div>",
        "a",
        "if",
        "return",
        "=",
        "=>",
        "1",
        ".",
        "#!",
        ";",
    ];

    public static TheoryData<string> Scripts =>
        [
            "const a = b / c / d; const e = /x/g.test(f) ? 1 : 2 / 3;",
            "if (x) /re/.exec(y); while (a) /b/.test(c); f(a) / 2; a[0] / 2; (a) / 2",
            "x = {} / 2; y = { a: 1 }\n/ 2; function f() {} /re/.test('a'); { } /re/.test('b')",
            "return_ / 2; o.return / 2; o.if (1) / 2; typeof /x/; case_ = 1; switch (a) { case /x/.source: break; default: /y/ }",
            "`a ${b + `c ${d} e` + { f: '}' }.f} g`; tag`x`; `\\`${1}`; `${/`/.source}`",
            "/[/\\]]/.test(a); /\\//u; a = b\n/c/d; i++ / 2; i = ++/x/.lastIndex",
            "'it\\'s' + \"a \\\" b\" + 'line \\\n two' // comment 'x'\n/* \"y\" */ + 0x1F + 1e-5 + .5 + 10n + 1_000",
            "const f = async () => { await /x/ }, g = x => ({ y: /z/ }); class A { #p = 1; static m() { return this.#p / 2 } }",
            "label: { } /x/.test(a); const { a, b = /c/ } = d; for (const x of /y/g[Symbol.matchAll](z)) { }",
            "a ? /b/ : /c/; a = b ? { c: 1 } / 2 : 3; const é = '\u2028'; [/a/, /b/]; !/x/.test(y); a?.b / 2; a ?? /b/",
            "#!/usr/bin/env node\nconst { URL } = require('url');\nmodule.exports = { get: (u) => new URL(u, 'http://localhost') };",
        ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void JavaScript_ReadsAsAParserReadsIt(string script) => AssertLikeAParser(script);

    [Fact]
    public void ScriptsOfTheSamples_ReadAsAParserReadsThem()
    {
        var files = Directory.GetFiles(Path.Combine(Texts.RepositoryRoot(), "samples"), "*.js", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, static file => AssertLikeAParser(File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("<p>it's {n / 2} of <b a='/'>x</b></p>; '/'", "it's ", " of ", "x")]
    [InlineData("return <>a {`b`} <br/> c</>;", "a ", " ", " c")]
    [InlineData("const x = a < b; y = <A.B c={() => <i>d</i>} e=\"it's\">f</A.B>; 'g'", "d", "f")]
    [InlineData("const f = <T,>(x: T) => x; const g = <T extends object>(x: T) => x; useState<string>('a'); 'b'")]
    [InlineData("{ok && <a href='http://x'>it's \"here\"</a>} 'b'", "it's \"here\"")]
    public void Elements_HaveTextBetweenThem(string script, params string[] expected) =>
        Assert.Equal(expected, Read(script, ScriptTokenKind.JsxText));

    [Theory]
    [InlineData("const a = <string>b; const c = <any>'d'; let e: Array<string> = ['f'];", "'d'", "'f'")]
    [InlineData("function f<T>(x: T) { return x! / 2 } const y = '/'", "'/'")]
    public void TypeScript_HasCastsInsteadOfElements(string script, params string[] expected) =>
        Assert.Equal(expected, Read(script, ScriptTokenKind.String, ScriptLanguage.TypeScript));

    [Theory]
    [InlineData("a = 'open\nb = 'c'", "'open", "'c'")]
    [InlineData("a = / b; c = 'd'", "'d'")]
    public void WhatIsNotClosed_EndsAtItsLine(string script, params string[] expected) =>
        Assert.Equal(expected, Read(script, ScriptTokenKind.String));

    [Fact]
    public void AnyText_IsCoveredByPiecesInOrderAndSpace() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    foreach (var language in Enum.GetValues<ScriptLanguage>())
                    {
                        var end = 0;
                        foreach (var token in ScriptLexer.Read(text, language))
                        {
                            Texts.AssertInside(text, token.Range);
                            Assert.True(token.Range.Length > 0);
                            Assert.All(text[end..token.Range.Start], static c => Assert.True(char.IsWhiteSpace(c) || c == '\uFEFF'));
                            end = token.Range.End;
                        }

                        Assert.All(text[end..], static c => Assert.True(char.IsWhiteSpace(c) || c == '\uFEFF'));
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("/ a ")]
    [InlineData("<a ")]
    [InlineData("`${")]
    [InlineData("'\\\n")]
    [InlineData("/*/")]
    [InlineData("({[")]
    [InlineData("/**/(")]
    [InlineData("<a>{'b'}")]
    public void Work_GrowsWithTheText(string piece) =>
        Texts.AssertLinear(static text => ScriptLexer.Read(text, ScriptLanguage.JavaScript), count => Texts.Repeat(piece, count));

    private static IEnumerable<string> Read(string script, ScriptTokenKind kind, ScriptLanguage language = ScriptLanguage.JavaScript) =>
        ScriptLexer.Read(script, language).Where(token => token.Kind == kind).Select(token => token.Range.Of(script));

    private static void AssertLikeAParser(string script)
    {
        var expected = new List<(ScriptTokenKind Kind, string Text)>();
        var templates = new List<TextRange>();
        var options = new ParserOptions
        {
            AllowReturnOutsideFunction = true,
            OnComment = (in comment) => expected.Add((ScriptTokenKind.Comment, script[comment.Start..comment.End])),
            OnToken = (in token) =>
            {
                if (token.Kind == TokenKind.Template)
                    templates.Add(TextRange.FromBounds(token.Start, token.End));
                else if (KindOf(token.Kind) is { } kind)
                    expected.Add((kind, script[token.Start..token.End].TrimStart('#')));
            },
        };
        new Parser(options).ParseModule(script);

        var tokens = ScriptLexer.Read(script, ScriptLanguage.JavaScript);

        // A parser tells comments and tokens apart in time only, and "#" of a private name from the name.
        Assert.Equal(
            expected.Order(),
            tokens
                .Where(static token => token.Kind is not (ScriptTokenKind.Punctuator or ScriptTokenKind.Template))
                .Select(token =>
                    (token.Kind, token.Kind == ScriptTokenKind.Word ? token.Range.Of(script).TrimStart('#') : token.Range.Of(script))
                )
                .Order()
        );
        Assert.All(
            templates,
            template =>
                Assert.Contains(
                    tokens,
                    token =>
                        token.Kind == ScriptTokenKind.Template && token.Range.Start <= template.Start && token.Range.End >= template.End
                )
        );
    }

    private static ScriptTokenKind? KindOf(TokenKind kind) =>
        kind switch
        {
            TokenKind.Identifier or TokenKind.Keyword or TokenKind.NullLiteral or TokenKind.BooleanLiteral => ScriptTokenKind.Word,
            TokenKind.StringLiteral => ScriptTokenKind.String,
            TokenKind.NumericLiteral or TokenKind.BigIntLiteral => ScriptTokenKind.Number,
            TokenKind.RegExpLiteral => ScriptTokenKind.Regex,
            _ => null,
        };
}
