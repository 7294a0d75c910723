using Deployability.Formats.Dockerfiles;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Dockerfiles;

public sealed class DockerfileTests
{
    private static readonly string[] Pieces =
    [
        "FROM a AS b\n",
        "from b\n",
        "RUN ",
        "CMD [\"a\", \"b\"]\n",
        "CMD [",
        "ENV A=1 B=\"x y\" C\n",
        "ENV A x y\n",
        "ARG X=1\n",
        "ARG Y\n",
        "COPY --from=b /a /b\n",
        "HEALTHCHECK --interval=5s CMD curl x\n",
        "ONBUILD ",
        "<<EOF",
        "\nEOF\n",
        "\\\n",
        "`\n",
        "# c\n",
        "# escape=`\n",
        "'",
        "\"",
        "\\",
        "$X",
        "${X:-d}",
        "&& ",
        "| ",
        "--mount=type=bind,from=b ",
        "--",
        "\n",
    ];

    [Theory]
    [InlineData("FROM a\nRUN x \\\n  # comment\n\n  y\nCMD z", "FROM: a", "RUN: x y", "CMD: z")]
    [InlineData("# escape=`\nFROM a\nRUN x `\n y\\\nCMD z", "FROM: a", "RUN: x y\\", "CMD: z")]
    [InlineData("# comment\n# escape=`\nFROM a\nRUN x \\\n y", "FROM: a", "RUN: x y")]
    [InlineData("RUN hel\\\nlo\nCMD c\\\\\nUSER u", "RUN: hello", "CMD: c\\", "USER: u")]
    [InlineData("run a\r\ncmd b\r\n", "RUN: a", "CMD: b")]
    [InlineData("COPY \"a b\" 'c d' e\\ f", "COPY: a b|c d|e f")]
    [InlineData("CMD [\"dotnet\", \"a b.dll\"]", "CMD: dotnet|a b.dll")]
    [InlineData("CMD ['dotnet', x]", "CMD: [dotnet,|x]")]
    [InlineData("RUN <<EOF\nFROM no\n\tEOF\nEOF\nUSER u", "RUN: <<EOF", "USER: u")]
    [InlineData("RUN <<-'EOF' cat\n\tx\n\tEOF\nUSER u", "RUN: <<-EOF cat", "USER: u")]
    [InlineData("RUN <<EOF\nnever ends", "RUN: <<EOF")]
    [InlineData("ONBUILD ENV A=1", "ONBUILD: ENV|A=1")]
    public void Instructions_AreTakenApart(string text, params string[] expected) =>
        Assert.Equal(
            expected,
            Dockerfile
                .Parse(text)
                .Instructions.Select(static instruction =>
                    $"{instruction.Keyword}: {string.Join(instruction.Keyword == "RUN" ? " " : "|", instruction.Words.Select(static word => word.Text))}"
                )
        );

    [Theory]
    [InlineData("ENV A=1 B=\"x y\" C=", "A=1 1", "B=x y \"x y\"", "C= ")]
    [InlineData("ENV A x  y", "A=x y x  y")]
    [InlineData("ENV A=1 \\\n    B=2", "A=1 1", "B=2 2")]
    [InlineData("ARG A\nARG B=x", "A=", "B=x x")]
    [InlineData("LABEL a.b=\"c\"", "a.b=c \"c\"")]
    public void Pairs_HaveNamesAndPlaces(string text, params string[] expected) =>
        Assert.Equal(
            expected,
            Dockerfile
                .Parse(text)
                .Instructions.SelectMany(static instruction => instruction.Pairs)
                .Select(pair =>
                    $"{pair.NameRange.Of(text)}={pair.Value?.Text}" + (pair.Value is { } value ? " " + value.Range.Of(text) : "")
                )
        );

    [Fact]
    public void Flags_StandInFrontOfTheArguments()
    {
        const string text = "HEALTHCHECK --interval=5s --Retries=3 CMD curl -f http://localhost/ || exit 1";
        var check = Assert.Single(Dockerfile.Parse(text).Instructions);

        Assert.Equal("5s", check.Flag("interval"));
        Assert.Equal("--Retries=3", check.Flags[1].Range.Of(text));
        Assert.Equal("CMD", check.Nested?.Keyword);
        Assert.Equal(
            ["curl -f http://localhost/", "exit 1"],
            check.Commands.Select(static command => string.Join(' ', command.Select(static word => word.Text)))
        );
    }

    [Theory]
    [InlineData(
        "RUN cd src && dotnet publish -c Debug; echo 'a && b' | tee x",
        "cd src",
        "dotnet publish -c Debug",
        "echo a && b",
        "tee x"
    )]
    [InlineData("CMD [\"sh\", \"-c\", \"cd /app && exec dotnet a.dll\"]", "cd /app", "exec dotnet a.dll")]
    [InlineData("CMD [\"/bin/bash\", \"-lc\", \"exec dotnet a.dll\"]", "exec dotnet a.dll")]
    [InlineData("CMD bash -c \"cd /app && dotnet a.dll\"", "cd /app", "dotnet a.dll")]
    [InlineData("CMD exec sh -c 'dotnet a.dll'", "dotnet a.dll")]
    [InlineData("CMD bash run.sh -c", "bash run.sh -c")]
    [InlineData("RUN <<EOF\na b\nc # d\nEOF", "<<EOF", "a b", "c")]
    public void Commands_AreTakenApart(string text, params string[] expected) =>
        Assert.Equal(
            expected,
            Dockerfile
                .Parse(text)
                .Instructions[0]
                .Commands.Select(static command => string.Join(' ', command.Select(static word => word.Text)))
        );

    [Fact]
    public void Stages_KnowTheirBasesAndWhatShips()
    {
        var file = Dockerfile.Parse(
            """
            ARG TAG=9.0
            ARG REGISTRY
            FROM mcr.microsoft.com/dotnet/sdk:${TAG} AS build
            FROM --platform=$BUILDPLATFORM $REGISTRY/tools AS tools
            FROM build AS unused
            FROM mcr.microsoft.com/dotnet/aspnet:$TAG AS base
            ENV A=1
            FROM base AS final
            COPY --from=build /out /app
            RUN --mount=type=bind,from=1,target=/t true
            """
        );

        Assert.Equal(
            ["mcr.microsoft.com/dotnet/sdk:9.0", "$REGISTRY/tools", "build", "mcr.microsoft.com/dotnet/aspnet:9.0", "base"],
            file.Stages.Select(static stage => stage.Image)
        );
        Assert.Equal([false, false, false, true, true], file.Stages.Select(static stage => stage.IsInImage));
        Assert.Equal([true, true, false, true, true], file.Stages.Select(static stage => stage.IsUsed));
        Assert.Same(file.Stages[3], file.Final?.Base);
        Assert.Equal(["ENV", "COPY", "RUN"], file.Final!.AllInstructions.Select(static instruction => instruction.Keyword));
        Assert.Equal("$BUILDPLATFORM", file.Stages[1].From.Flag("platform"));
    }

    [Theory]
    [InlineData("ARG U=app\nFROM a\nARG U\nUSER $U", "app")]
    [InlineData("FROM a\nARG U=app\nENV V=${U}1\nUSER ${V}", "app1")]
    [InlineData("FROM a\nUSER ${APP_UID:-10001}", "10001")]
    [InlineData("FROM a\nUSER $APP_UID", "$APP_UID")]
    [InlineData("FROM a\nENV U=one\nUSER $U\nENV U=two", "one")]
    [InlineData("FROM a AS b\nENV U=base\nFROM b\nUSER \"$U\"", "base")]
    [InlineData("FROM a\nENV U=1\nUSER '$U'\\$U", "$U$U")]
    public void Expand_KnowsTheValuesAtTheInstruction(string text, string expected)
    {
        var stage = Dockerfile.Parse(text).Final!;
        var user = stage.AllInstructions.Last(static instruction => instruction.Keyword == "USER");

        Assert.Equal(expected, stage.Expand(user.Words[0], user));
    }

    [Fact]
    public void AnyText_IsReadAndItsWordsStandWhereTheySay() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    var file = Dockerfile.Parse(text);
                    var escape = file.Directives.TryGetValue("escape", out var said) && said == "`" ? '`' : '\\';
                    foreach (var instruction in file.Instructions)
                    {
                        Texts.AssertInside(text, instruction.Range);
                        foreach (var word in instruction.Words)
                        {
                            Texts.AssertInside(text, word.Range);
                            if (word.Range.Length == word.Raw.Length)
                            {
                                Assert.Equal(word.Raw, word.Range.Of(text));
                            }

                            Assert.True(word.Range.Length >= word.Raw.Length);
                            if (!instruction.IsJson)
                            {
                                Assert.Equal(word.Text, word.IsOperator ? word.Raw : DockerWords.Unquote(word.Raw, escape));
                            }
                        }
                    }

                    foreach (var stage in file.Stages)
                    {
                        foreach (var instruction in stage.AllInstructions)
                        {
                            foreach (var word in instruction.Words)
                            {
                                stage.Expand(word, instruction);
                            }
                        }
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("FROM a\n", "RUN x && y\n")]
    [InlineData("RUN ", "x \\\n")]
    [InlineData("RUN <<A\n", "<<A <<B\n")]
    [InlineData("ENV ", "A=\"1\" ")]
    [InlineData("", "FROM a\n")]
    [InlineData("CMD [", "\"a\",")]
    [InlineData("RUN ", "'")]
    public void Work_GrowsWithTheText(string open, string piece) =>
        Texts.AssertLinear(static text => Dockerfile.Parse(text), count => open + Texts.Repeat(piece, count));
}
