using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.State;

/// <summary>Persists the key ring where a deployment says so (<c>DataProtection:KeysPath</c>); without the key everything stays as it was.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnpersistedDataProtectionKeysCodeFix()
    : DeployabilityCodeFix("Persist data protection keys in a configured directory", "DPL4004")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) => Task.FromResult(Apply(context));

    private static Solution? Apply(FixContext context)
    {
        if (
            context.Enclosing<StatementSyntax>() is not { } statement
            || statement.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } registration
            || !Statements.HasRoom(registration)
            || ServicesOf(context) is not { } services
            || ConfigurationSource.At(context.Model, registration, context.CancellationToken) is not { } configuration
        )
        {
            return null;
        }

        var name = context.Model.LookupSymbols(registration.SpanStart, name: "keysPath").IsEmpty ? "keysPath" : "dataProtectionKeysPath";
        var path = $"{configuration.Expression}[\"DataProtection:KeysPath\"]";
        var condition =
            context.LanguageVersion >= LanguageVersion.CSharp9
                ? $"{path} is {{ Length: > 0 }} {name}"
                : $"{path} is string {name} && {name}.Length > 0";
        var lineEnd = Usings.LineEnd(context.Root).ToString();
        var indentation = Statements.IndentationOf(registration).ToFullString();
        var root = Statements.InsertAfter(
            context.Root,
            registration,
            $"if ({condition}){lineEnd}"
                + $"{indentation}{{{lineEnd}"
                + $"{indentation}{Statements.IndentationUnit(registration.SyntaxTree)}{services}.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo({name}));{lineEnd}"
                + $"{indentation}}}"
        );
        root = Usings.Ensure(configuration.Complete(root, context.Model), context.Model, "Microsoft.AspNetCore.DataProtection");
        return context.WithRoot(Usings.Ensure(root, context.Model, "System.IO"));
    }

    /// <summary>The service collection that the registration starts from: <c>services</c>, <c>builder.Services</c>.</summary>
    private static string? ServicesOf(FixContext context)
    {
        var expression = context.Enclosing<InvocationExpressionSyntax>() as ExpressionSyntax;
        while (expression is not null)
        {
            if (
                context.Model.GetTypeInfo(expression).Type?.Name == "IServiceCollection"
                && expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
            )
            {
                return expression.ToString();
            }

            expression = expression switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                _ => null,
            };
        }

        return null;
    }
}
