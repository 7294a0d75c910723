using Deployability.Analyzers.Judges.Stores;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Tests.Judges;

/// <summary>What syntax alone tells of a use of a collection, before anything is bound: a no must be certain.</summary>
public sealed class CollectionUsesTests
{
    [Theory]
    [InlineData("items.Add(order);")]
    [InlineData("items.TryAdd(id, order);")]
    [InlineData("items.AddOrUpdate(id, order, Change);")]
    [InlineData("(items).Insert(0, order);")]
    [InlineData("((ICollection<Order>)items).Add(order);")]
    [InlineData("(items as ICollection<Order>)!.Add(order);")]
    [InlineData("items[id] = order;")]
    [InlineData("items[id] += 1;")]
    [InlineData("items[id].Add(order);")]
    [InlineData("items.First().Lines.Add(line);")]
    [InlineData("items?.Add(order);")]
    [InlineData("items?.First()?.Lines.Add(line);")]
    [InlineData("var lines = items?[id]; lines.Add(order);")]
    [InlineData("ListExtensions.AddRange(items, orders);")]
    [InlineData("if (items.TryGetValue(id, out var lines)) { lines.Add(order); }")]
    [InlineData("var lines = items[id]; lines.Add(order);")]
    [InlineData("lines = items.GetOrAdd(id, Create); lines.Add(order);")]
    public void AUseThatMayStore_IsOne(string statement) => Assert.True(MayStore(statement));

    [Theory]
    [InlineData("return items;")]
    [InlineData("var count = items.Count;")]
    [InlineData("foreach (var item in items) { Show(item); }")]
    [InlineData("Console.WriteLine(items);")]
    [InlineData("items.Contains(order);")]
    [InlineData("items.Clear();")]
    [InlineData("items?.Clear();")]
    [InlineData("items = new();")]
    [InlineData("if (items[id] == order) { }")]
    [InlineData("ListExtensions.AddRange(items);")]
    [InlineData("other.AddRange(items);")]
    public void AUseThatOnlyReads_IsNone(string statement) => Assert.False(MayStore(statement));

    private static bool MayStore(string statement)
    {
        var name = SyntaxFactory
            .ParseStatement("{ " + statement + " }")
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .First(static node => node.Identifier.ValueText == "items");
        return CollectionUses.MayStore(name);
    }
}
