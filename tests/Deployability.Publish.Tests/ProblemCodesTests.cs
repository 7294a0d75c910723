using System.Reflection;
using System.Text.RegularExpressions;
using Deployability.Testing;

namespace Deployability.Publish.Tests;

/// <summary>The codes of area 9xxx are public: what each number means stays, and the page that all help links lead to has a row for each.</summary>
public sealed partial class ProblemCodesTests
{
    public static TheoryData<string, string> Codes =>
        new()
        {
            { nameof(ProblemCodes.InvalidInput), "DPL9001" },
            { nameof(ProblemCodes.EditedByHand), "DPL9002" },
            { nameof(ProblemCodes.DebugConfiguration), "DPL9003" },
            { nameof(ProblemCodes.Assumption), "DPL9004" },
            { nameof(ProblemCodes.CannotWrite), "DPL9005" },
            { nameof(ProblemCodes.CannotRead), "DPL9006" },
            { nameof(ProblemCodes.StaleBaseline), "DPL9007" },
            { nameof(ProblemCodes.GateClosed), "DPL9008" },
            { nameof(ProblemCodes.TooLarge), "DPL9009" },
            { nameof(ProblemCodes.Defect), "DPL9099" },
        };

    [Theory]
    [MemberData(nameof(Codes))]
    public void ACode_KeepsItsNumber(string name, string code) =>
        Assert.Equal(code, typeof(ProblemCodes).GetField(name)!.GetRawConstantValue());

    [Fact]
    public void TheTable_HasARowForEachCodeAndNoOther()
    {
        var page = RepositoryRoot.Read("docs/publish.md");
        var messages = page[page.IndexOf("\n## Messages\n", StringComparison.Ordinal)..];

        Assert.EndsWith("/docs/publish.md#messages", Problem.HelpLink, StringComparison.Ordinal);
        Assert.Equal(
            typeof(ProblemCodes)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(static field => (string)field.GetRawConstantValue()!),
            Row().Matches(messages).Select(static row => row.Groups["code"].Value)
        );
    }

    [GeneratedRegex(@"^\| (?<code>DPL9\d{3}) \| (message|warning|error)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
