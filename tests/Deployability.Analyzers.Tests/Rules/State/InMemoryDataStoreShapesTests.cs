using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

/// <summary>Everyday stores, and everyday collections that look like one.</summary>
public sealed class InMemoryDataStoreShapesTests
{
    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Collections.Immutable;
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;


        """;

    private const string Types = """

        public class Order { public int Id { get; set; } public string Title { get; set; } = ""; public decimal Price { get; set; } public List<Line> Lines { get; } = new(); }
        public record Line(string Sku, int Count);
        public record OrderRequest(string Title, decimal Price, List<Line> Lines);
        """;

    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<InMemoryDataStoreAnalyzer>.VerifyAnalyzerAsync(Usings + source + Types);

    [Fact]
    public Task ItemThatIsMadeFirstAndFilledFromTheRequest_Triggers() =>
        VerifyAsync(
            """
            public class OrdersController : ControllerBase
            {
                private static readonly List<Order> [|Orders|] = new();
                private static int next;

                [HttpGet] public List<Order> Get() => Orders;

                [HttpPost]
                public Order Post(OrderRequest request)
                {
                    var order = new Order { Id = ++next };
                    order.Title = request.Title;
                    Orders.Add(order);
                    return order;
                }
            }
            """
        );

    [Fact]
    public Task InnerCollectionTakenOutAndAddedTo_Triggers() =>
        VerifyAsync(
            """
            public class CartsController : ControllerBase
            {
                private static readonly Dictionary<string, List<Line>> [|Carts|] = new();
                private static readonly ConcurrentDictionary<string, List<Line>> [|Wishes|] = new();

                [HttpGet("{user}")] public List<Line> Get(string user) => Carts[user];
                [HttpGet("{user}/wishes")] public IActionResult GetWishes(string user) => Ok(Wishes[user]);

                [HttpPost("{user}")]
                public void Post(string user, Line line)
                {
                    if (!Carts.TryGetValue(user, out var cart))
                    {
                        cart = new List<Line>();
                        Carts[user] = cart;
                    }

                    cart.Add(line);
                }

                [HttpPost("{user}/wishes")]
                public void PostWish(string user, Line line)
                {
                    var wishes = Wishes.GetOrAdd(user, _ => new List<Line>());
                    lock (wishes) wishes.Add(line);
                }
            }
            """
        );

    [Fact]
    public Task InnerCollectionMadeAndKeptInOneExpression_Triggers() =>
        VerifyAsync(
            """
            public class CartsController : ControllerBase
            {
                private static readonly Dictionary<string, List<Line>> [|Carts|] = new();
                [HttpGet("{user}")] public List<Line> Get(string user) => Carts[user];

                [HttpPost("{user}")]
                public void Post(string user, Line line)
                {
                    if (!Carts.TryGetValue(user, out var cart)) Carts[user] = cart = new List<Line>();
                    cart.Add(line);
                }
            }
            """
        );

    [Fact]
    public Task SeededItemsThatRequestsChangeInPlace_Trigger() =>
        VerifyAsync(
            """
            public class OrdersController : ControllerBase
            {
                private static readonly List<Order> [|Orders|] = [new Order { Id = 1, Title = "first" }];
                [HttpGet] public IEnumerable<Order> Get() => Orders;

                [HttpPut("{id}")]
                public IActionResult Put(int id, OrderRequest request)
                {
                    var order = Orders.FirstOrDefault(o => o.Id == id);
                    if (order is null) return NotFound();
                    order.Title = request.Title;
                    return NoContent();
                }
            }
            """
        );

    [Fact]
    public Task GenericRepositoryThatIsASingleton_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton(typeof(IRepository<>), typeof(InMemoryRepository<>));
            var app = builder.Build();
            app.MapGet("/orders", (IRepository<Order> orders) => orders.All());
            app.MapPost("/orders", (Order order, IRepository<Order> orders) => orders.Add(order));
            app.Run();

            public interface IRepository<T> { IEnumerable<T> All(); void Add(T item); }
            public class InMemoryRepository<T> : IRepository<T>
            {
                private readonly List<T> [|items|] = new();
                public IEnumerable<T> All() => items.ToList();
                public void Add(T item) => items.Add(item);
            }
            """
        );

    [Fact]
    public Task StoreOfABaseClassOfTheSingleton_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<OrderRepository>();
            var app = builder.Build();
            app.MapGet("/orders", (OrderRepository orders) => orders.All());
            app.MapPost("/orders", (Order order, OrderRepository orders) => orders.Add(order));
            app.Run();

            public abstract class OrderList
            {
                private readonly List<Order> [|items|] = new();
                public IEnumerable<Order> All() => items.ToList();
                public void Add(Order item) => items.Add(item);
            }

            public class OrderRepository : OrderList;
            """
        );

    // An alias, an inferred type, a type by parameter: the class's name does not stand in the call.
    [Theory]
    [InlineData("builder.Services.AddSingleton<Kept>();")]
    [InlineData("var made = Made.Create(); builder.Services.AddSingleton(made);")]
    [InlineData("builder.Services.AddSingleton(_ => Made.Create());")]
    [InlineData("var made = Made.Create(); builder.Services.AddSingleton<IOrders>(made);")]
    [InlineData("builder.Services.AddSingleton<IOrders>(new Logged(new()));")]
    [InlineData("builder.Services.AddSingleton(typeof(IOrders), typeof(OrderRepository));")]
    public Task StoreBehindAnyRegistration_Triggers(string registration) =>
        VerifyAsync(
            $$"""
            using Kept = OrderRepository;

            var builder = WebApplication.CreateBuilder(args);
            {{registration}}
            var app = builder.Build();
            app.MapGet("/orders", (IOrders orders) => orders.All());
            app.MapPost("/orders", (Order order, IOrders orders) => orders.Add(order));
            app.Run();

            public interface IOrders { IEnumerable<Order> All(); void Add(Order item); }

            public class OrderRepository : IOrders
            {
                private readonly List<Order> [|items|] = new();
                public IEnumerable<Order> All() => items.ToList();
                public void Add(Order item) => items.Add(item);
            }

            public class Logged(OrderRepository inner) : IOrders
            {
                public IEnumerable<Order> All() => inner.All();
                public void Add(Order item) => inner.Add(item);
            }

            public static class Made { public static OrderRepository Create() => new(); }
            """
        );

    [Fact]
    public Task UploadsDocumentsAndJson_Trigger() =>
        VerifyAsync(
            """
            public class FilesController : ControllerBase
            {
                private static readonly Dictionary<string, byte[]> [|Files|] = new();
                private static readonly List<JsonElement> [|Events|] = new();

                [HttpGet("{name}")] public byte[] Get(string name) => Files[name];
                [HttpPut("{name}")] public void Put(string name, [FromBody] byte[] content) => Files[name] = content;
                [HttpGet] public IEnumerable<JsonElement> All() => Events;
                [HttpPost] public void Post(JsonElement document) => Events.Add(document);
            }
            """
        );

    [Fact]
    public Task PublicListsOfAStaticClass_Trigger() =>
        VerifyAsync(
            """
            public static class Database
            {
                public static List<Order> [|Orders|] { get; } = new();
                public static readonly ConcurrentDictionary<int, Line> [|Lines|] = new();
                public static ImmutableList<Order> [|Archive|] { get; set; } = [];
            }

            public class OrdersController : ControllerBase
            {
                [HttpGet] public IEnumerable<Order> Get() => Database.Orders.OrderBy(o => o.Id);
                [HttpPost] public void Post([FromBody] Order order) => Database.Orders.Add(order);
                [HttpGet("lines/{id}")] public ActionResult<Line> Get(int id) => Database.Lines.TryGetValue(id, out var line) ? line : NotFound();
                [HttpPut("lines/{id}")] public void Put(int id, Line line) => Database.Lines.AddOrUpdate(id, line, (_, _) => line);
                [HttpGet("archive")] public IActionResult GetArchive() => Ok(Database.Archive);
                [HttpPost("archive")] public void Post2(Order order) => Database.Archive = Database.Archive.Add(order);
            }
            """
        );

    [Fact]
    public Task KeyedSetsQueuesAndLinkedLists_Trigger() =>
        VerifyAsync(
            """
            public class ShopController : ControllerBase
            {
                private static readonly SortedDictionary<int, Order> [|byId|] = new();
                private static readonly HashSet<Order> [|favourites|] = new();
                private static readonly LinkedList<Order> [|timeline|] = new();
                private static readonly ConcurrentBag<Order> [|bag|] = new();
                private static readonly Dictionary<string, Dictionary<int, Order>> [|byUser|] = new();
                private static readonly Dictionary<Guid, string> [|notes|] = new();
                private static readonly List<(string Name, int Age)> [|people|] = new();

                [HttpGet("a")] public IEnumerable<Order> A() => byId.Values;
                [HttpPost("a")] public void A(Order order) => byId[order.Id] = order;
                [HttpGet("b")] public IEnumerable<Order> B() => favourites;
                [HttpPost("b")] public void B(Order order) => favourites.Add(order);
                [HttpGet("c")] public IEnumerable<Order> C() => timeline;
                [HttpPost("c")] public void C(Order order) => timeline.AddLast(order);
                [HttpGet("d")] public IEnumerable<Order> D() => bag.Where(o => o.Price > 0);
                [HttpPost("d")] public void D(Order order) => bag.Add(order);
                [HttpGet("e")] public IEnumerable<Order> E(string user) => byUser[user].Values;
                [HttpPost("e")] public void E(string user, Order order) => byUser[user][order.Id] = order;
                [HttpGet("f")] public string F(Guid id) => notes[id];
                [HttpPost("f")] public Guid F(string text) { var id = Guid.NewGuid(); notes.Add(id, text); return id; }
                [HttpGet("g")] public IActionResult G() => Ok(people);
                [HttpPost("g")] public void G(string name, int age) => people.Add((name, age));
            }
            """
        );

    [Fact]
    public Task StoreThatOnlyComponentsRead_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<HookLog>();
            var app = builder.Build();
            app.MapPost("/hook", (Order order, HookLog log) => log.Add(order));
            app.Run();

            public class HookLog
            {
                private readonly ConcurrentQueue<Order> [|received|] = new();
                public Task Add(Order order) { received.Enqueue(order); return Task.CompletedTask; }
                public Task<IEnumerable<Order>> All() => Task.FromResult(received.AsEnumerable());
            }
            """
        );

    [Fact]
    public Task ItemsThatOnlyAWorkerTakesOver_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<HookLog>();
            builder.Services.AddHostedService<Sender>();
            var app = builder.Build();
            app.MapPost("/hook", (Order order, HookLog log) => log.Add(order));
            app.Run();

            public class HookLog
            {
                private readonly List<Order> received = new();
                public void Add(Order order) { received.Add(order); }
                public List<Order> All() => received.ToList();
            }

            public class Sender(HookLog log) : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stop) { Console.WriteLine(log.All().Count); return Task.CompletedTask; }
            }
            """
        );

    [Fact]
    public Task Memos_DoNotTrigger() =>
        VerifyAsync(
            """
            public class TextController : ControllerBase
            {
                private static readonly Dictionary<string, string> slugs = new();
                private static readonly Dictionary<string, Order> parsed = new();
                private static readonly ConcurrentDictionary<string, string> rendered = new();
                private static readonly Dictionary<int, Order> known = new();
                private static List<Order>? all;

                [HttpGet("slug")]
                public string Slug(string text)
                {
                    if (slugs.TryGetValue(text, out var slug)) return slug;
                    return slugs[text] = Slugify(text);
                }

                [HttpGet("parsed")]
                public Order Parsed(string text)
                {
                    if (!parsed.ContainsKey(text))
                    {
                        parsed[text] = Parse(text);
                    }

                    return parsed[text];
                }

                [HttpGet("rendered")]
                public string Rendered(string text)
                {
                    if (rendered.TryGetValue(text, out var html)) return html;
                    html = text.ToUpperInvariant();
                    rendered.TryAdd(text, html);
                    return html;
                }

                [HttpGet("known")]
                public Order Known(int id)
                {
                    if (!known.TryGetValue(id, out var order)) known[id] = order = new Order { Id = id };
                    return order;
                }

                [HttpGet] public List<Order> All() => all ??= Load();

                private static string Slugify(string text) => text.Replace(' ', '-');
                private static Order Parse(string text) => new() { Title = text };
                private static List<Order> Load() => [];
            }
            """
        );

    [Fact]
    public Task ScratchOfAThreadOrAFlow_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class OrdersController : ControllerBase
            {
                [ThreadStatic] private static List<Order>? scratch;
                private static readonly AsyncLocal<List<Order>> flow = new();

                [HttpPost]
                public List<Order> Post(Order order)
                {
                    scratch ??= new();
                    scratch.Add(order);
                    flow.Value = [order];
                    return scratch;
                }
            }
            """
        );

    [Fact]
    public Task RingOfTheNewestEntries_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class DiagnosticsController : ControllerBase
            {
                private static readonly List<Order> last = new();
                private static readonly LinkedList<Line> trail = new();
                private static readonly ConcurrentQueue<Line> newest = new();

                [HttpGet("a")] public IEnumerable<Order> A() => last;
                [HttpPost("a")] public void A(Order order) { last.Add(order); if (last.Count > 100) last.RemoveAt(0); }
                [HttpGet("b")] public IEnumerable<Line> B() => trail;
                [HttpPost("b")] public void B(Line line) { trail.AddLast(line); while (trail.Count > 50) { trail.RemoveFirst(); } }
                [HttpGet("c")] public IEnumerable<Line> C() => newest;
                [HttpPost("c")] public void C(Line line) { newest.Enqueue(line); while (newest.Count > 50) newest.TryDequeue(out _); }
            }
            """
        );

    [Fact]
    public Task LocksWaitersClientsAndCountersByKey_DoNotTrigger() =>
        VerifyAsync(
            """
            public class WorkController : ControllerBase
            {
                private static readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new();
                private static readonly ConcurrentDictionary<Guid, TaskCompletionSource<Order>> waiting = new();
                private static readonly ConcurrentDictionary<string, CancellationTokenSource> running = new();
                private static readonly Dictionary<string, HttpClient> clients = new();
                private static readonly ConcurrentDictionary<string, Task<Order>> shared = new();
                private static readonly Dictionary<string, System.Net.WebSockets.WebSocket> peers = new();
                private static readonly Dictionary<string, System.Threading.Channels.Channel<Order>> channels = new();
                private static readonly Dictionary<string, int> totals = new();
                private static readonly Dictionary<string, DateTime> visited = new();

                [HttpGet] public IEnumerable<string> Get() => totals.Keys.Concat(visited.Keys);

                [HttpPost]
                public async Task<Order> Post(string id, Guid request, Task<Order> task, HttpClient client, System.Net.WebSockets.WebSocket peer, System.Threading.Channels.Channel<Order> channel, CancellationTokenSource stop)
                {
                    totals[id] = totals.GetValueOrDefault(id) + 1;
                    visited[id] = DateTime.UtcNow;
                    gates[id] = new SemaphoreSlim(1);
                    running[id] = stop;
                    clients[id] = client;
                    peers[id] = peer;
                    channels[id] = channel;
                    shared[id] = task;
                    waiting[request] = new TaskCompletionSource<Order>();
                    return await waiting[request].Task;
                }
            }
            """
        );

    [Fact]
    public Task KeysThatOneHandlerMarksForItself_DoNotTrigger() =>
        VerifyAsync(
            """
            public class HooksController : ControllerBase
            {
                private static readonly HashSet<string> done = new();
                private static readonly ConcurrentDictionary<Guid, byte> answered = new();
                private static readonly Dictionary<string, string> labels = new();

                [HttpPost] public IActionResult Post(string id) => done.Add(id) ? Ok() : Conflict();
                [HttpPut] public bool Put(Guid id) => answered.TryAdd(id, 0);
                [HttpPatch] public void Patch(string mail, string code)
                {
                    if (!labels.ContainsKey(mail) || labels[mail] != code) labels[mail] = code;
                }
            }
            """
        );

    [Fact]
    public Task PrimitivesThatAnotherRequestLooksAt_Trigger() =>
        VerifyAsync(
            """
            public class SignUpController : ControllerBase
            {
                private static readonly Dictionary<string, string> [|codes|] = new();
                private static readonly HashSet<string> [|blocked|] = new();
                private static readonly ConcurrentDictionary<string, DateTime> [|deadlines|] = new();

                [HttpPatch] public void Patch(string mail, string code) => codes[mail] = code;
                [HttpGet] public IActionResult Check(string mail, string code) => codes.TryGetValue(mail, out var sent) && sent == code ? Ok() : Unauthorized();
                [HttpPost] public void Block(string user) => blocked.Add(user);
                [HttpPut] public void Extend(string user, DateTime until) => deadlines[user] = until;

                [HttpDelete]
                public IActionResult Delete(string user)
                {
                    if (blocked.Contains(user) || deadlines[user] < DateTime.UtcNow) return Forbid();
                    return NoContent();
                }
            }
            """
        );

    [Fact]
    public Task PrimitivesBetweenRouteLambdas_Trigger() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            var [|votes|] = new HashSet<string>();
            app.MapPost("/votes/{name}", (string name) => { votes.Add(name); });
            app.MapGet("/votes/{name}", (string name) => { if (votes.Contains(name)) return Results.Ok(); return Results.NotFound(); });
            app.Run();
            """
        );

    [Fact]
    public Task InnerCollectionsOfPrimitivesFilledInOneExpression_Trigger() =>
        VerifyAsync(
            """
            public class CartController : ControllerBase
            {
                private static readonly ConcurrentDictionary<string, List<int>> [|carts|] = new();
                private static readonly ConcurrentDictionary<string, HashSet<string>> [|groups|] = new();

                [HttpPost] public void Add(string user, int product) => carts.GetOrAdd(user, _ => []).Add(product);
                [HttpGet] public IEnumerable<int> Get(string user) => carts.GetOrAdd(user, _ => []);
                [HttpPut] public void Join(string group, string user) => groups.GetOrAdd(group, _ => []).Add(user);
                [HttpGet("member")] public bool IsMember(string group, string user) => groups.TryGetValue(group, out var members) && members.Contains(user);
            }
            """
        );

    [Fact]
    public Task CopyThatALoaderReplaces_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Catalog>();
            builder.Services.AddHostedService<Loader>();
            var app = builder.Build();
            app.MapGet("/orders", (Catalog catalog) => catalog.All);
            app.Run();

            public class Catalog
            {
                private List<Order> orders = new();
                public IReadOnlyList<Order> All => orders;
                public void Replace(List<Order> loaded) => orders = loaded;
            }

            public class Loader(Catalog catalog) : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stop) { catalog.Replace([]); return Task.CompletedTask; }
            }
            """
        );

    [Fact]
    public Task ItemsTakenOutAndNotChangedByRequests_DoNotTrigger() =>
        VerifyAsync(
            """
            public class OrdersController : ControllerBase
            {
                private static readonly List<Order> Offers = [new Order { Id = 1, Title = "first" }];
                private static readonly Dictionary<string, List<Line>> Bundles = new() { ["a"] = [new Line("x", 1)] };

                [HttpGet] public IEnumerable<Order> Get() => Offers;

                [HttpPost("{id}")]
                public Order Post(int id, OrderRequest request)
                {
                    var offer = Offers.First(o => o.Id == id);
                    var order = new Order { Title = offer.Title };
                    order.Price = request.Price;
                    return order;
                }

                [HttpPost("bundle/{id}")]
                public List<Line> Bundle(string id, Line line)
                {
                    var lines = Bundles[id].ToList();
                    lines.Add(line);
                    return lines;
                }
            }
            """
        );
}
