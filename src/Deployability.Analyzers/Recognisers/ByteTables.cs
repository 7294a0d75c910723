using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows bytes that stand in the code one by one: <c>new byte[] { 1, 2, … }</c> and <c>[1, 2, …]</c>.</summary>
internal static class ByteTables
{
    /// <summary>Whether an expression writes out every one of its bytes.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="shortest">How many bytes it has at least, to count.</param>
    public static bool IsWrittenOut(IOperation value, int shortest)
    {
        var elements = value switch
        {
            IArrayCreationOperation
            {
                Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte },
                Initializer.ElementValues: var bytes
            } => bytes,
            ICollectionExpressionOperation
            {
                Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte }
                    or INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] },
                Elements: var bytes
            } => bytes,
            // Of byte[] key = { 1, 2, … } the braces.
            IArrayInitializerOperation { ElementValues: [{ Type.SpecialType: SpecialType.System_Byte }, ..] bytes } => bytes,
            _ => ImmutableArray<IOperation>.Empty,
        };
        if (elements.Length < shortest)
        {
            return false;
        }

        foreach (var element in elements)
        {
            if (!element.ConstantValue.HasValue)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds the table that a local or field holds.</summary>
    /// <param name="value">What is handed on, for example the right side of <c>aes.Key = key</c>.</param>
    /// <param name="shortest">How many bytes the table has at least.</param>
    /// <param name="project">The project that the field may be declared in.</param>
    /// <returns>Where the table stands; null where none is found.</returns>
    public static SyntaxNode? Find(IOperation value, int shortest, ProjectContext project) =>
        SourceOf(value, project)?.Unwrap() is { } bytes
        && (bytes is IObjectCreationOperation { Arguments: [var viewed] } ? viewed.Value.Unwrap() : bytes) is var written
        && IsWrittenOut(written, shortest)
            ? written.Syntax
            : null;

    private static IOperation? SourceOf(IOperation value, ProjectContext project) =>
        value.Unwrap() switch
        {
            ILocalReferenceOperation local when MayHold(local.Type) => OfLocal(local),
            IFieldReferenceOperation { Field: { Type: IArrayTypeSymbol, DeclaringSyntaxReferences: [var reference] } }
                when reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer } => project.OperationOf(
                initializer
            ),
            _ => null,
        };

    // A span or a second local of the same table is looked through once.
    private static IOperation? OfLocal(ILocalReferenceOperation local)
    {
        var assigned = LocalValues.SingleValue(local.Local, local);
        return assigned?.Unwrap() is ILocalReferenceOperation copied && !SymbolEqualityComparer.Default.Equals(copied.Local, local.Local)
            ? LocalValues.SingleValue(copied.Local, copied)
            : assigned;
    }

    private static bool MayHold(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { Name: "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "Memory" };
}
