using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Portability.BackslashInPathAnalyzer,
    Deployability.CodeFixes.Rules.Portability.BackslashInPathCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Portability;

public class BackslashInPathCodeFixTests
{
    [Fact]
    public Task Separators_BecomeSlashes() =>
        Verify.VerifyCodeFixAsync(
            """
            var root = AppContext.BaseDirectory;
            File.ReadAllText({|DPL6002:@"data\orders.json"|});
            File.ReadAllText({|DPL6002:"data\\orders.json"|});
            File.ReadAllText({|DPL6002:root + "\\data\\" + args[0] + "\\x.json"|});
            File.ReadAllText({|DPL6002:$"{root}\\data\\{args[0]}"|});
            File.ReadAllText({|DPL6002:$@"{root}\data"|});
            """,
            """
            var root = AppContext.BaseDirectory;
            File.ReadAllText("data/orders.json");
            File.ReadAllText("data/orders.json");
            File.ReadAllText(root + "/data/" + args[0] + "/x.json");
            File.ReadAllText($"{root}/data/{args[0]}");
            File.ReadAllText($@"{root}/data");
            """
        );
}
