using Deployability.Formats.Dockerfiles;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Dockerfiles;

public sealed class IgnorePatternsTests
{
    [Fact]
    public void AnyText_IsRead() =>
        Prop.ForAll(
                Texts.Of("*", "**", "/", "!", "bin", "[a-", "]", "\\", "?", ".", "..", "# c", "**/"),
                static text =>
                {
                    var patterns = IgnorePatterns.Parse(text);
                    patterns.Excludes("src/App/bin/Debug/app.dll");
                    patterns.Excludes("");
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("**/")]
    [InlineData("*a")]
    public void APatternOfManyStars_Ends(string piece)
    {
        var patterns = IgnorePatterns.Parse(Texts.Repeat(piece, 40) + "b");

        Assert.False(patterns.Excludes(Texts.Repeat("a/", 60) + "c"));
    }
}
