using Deployability.Analyzers.Rules.Configuration;
using Deployability.CodeFixes.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.CodeFixes.Tests.Rules.Configuration;

public class MachineSpecificPathCodeFixTests
{
    [Fact]
    public async Task Paths_MoveToTheSettingsForDevelopment()
    {
        var test = new CSharpCodeFixTest<MachineSpecificPathAnalyzer, MachineSpecificPathCodeFix>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                var reportsPath = {|DPL1005:@"C:\data\reports"|};
                var models = builder.Configuration["Models:Root"] ?? {|DPL1005:@"\\nas01\models"|};
                Console.WriteLine(reportsPath + models);
                """,
            FixedCode = """
                var builder = WebApplication.CreateBuilder(args);
                var reportsPath = builder.Configuration["Paths:Reports"] ?? throw new InvalidOperationException("Configuration value 'Paths:Reports' is missing.");
                var models = builder.Configuration["Models:Root"] ?? throw new InvalidOperationException("Configuration value 'Models:Root' is missing.");
                Console.WriteLine(reportsPath + models);
                """,
        };
        test.TestState.AdditionalFiles.Add(("appsettings.Development.json", "{\n}\n"));
        test.FixedState.AdditionalFiles.Add(
            (
                "appsettings.Development.json",
                """
                {
                  "Paths": {
                    "Reports": "C:\\data\\reports"
                  },
                  "Models": {
                    "Root": "\\\\nas01\\models"
                  }
                }

                """
            )
        );
        await test.RunAsync();
    }

    [Fact]
    public async Task PathThatCodeHasNoNameFor_IsCalledByItsLastPart()
    {
        var test = new CSharpCodeFixTest<MachineSpecificPathAnalyzer, MachineSpecificPathCodeFix>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                File.AppendAllText({|DPL1005:@"C:\data\orders.jsonl"|}, "");
                var folder = {|DPL1005:@"D:\daily reports"|};
                Console.WriteLine(folder);
                """,
            FixedCode = """
                var builder = WebApplication.CreateBuilder(args);
                File.AppendAllText(builder.Configuration["Paths:Orders"] ?? throw new InvalidOperationException("Configuration value 'Paths:Orders' is missing."), "");
                var folder = builder.Configuration["Paths:DailyReports"] ?? throw new InvalidOperationException("Configuration value 'Paths:DailyReports' is missing.");
                Console.WriteLine(folder);
                """,
        };
        test.TestState.AdditionalFiles.Add(("appsettings.Development.json", "{\n}\n"));
        test.FixedState.AdditionalFiles.Add(
            (
                "appsettings.Development.json",
                """
                {
                  "Paths": {
                    "Orders": "C:\\data\\orders.jsonl",
                    "DailyReports": "D:\\daily reports"
                  }
                }

                """
            )
        );
        await test.RunAsync();
    }
}
