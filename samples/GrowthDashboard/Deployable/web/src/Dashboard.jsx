import { useEffect, useState } from "react";
import { loadGrowth } from "./api.js";

const BOX = { width: 640, height: 240 };

export function Dashboard() {
  const [series, setSeries] = useState([]);
  const [problem, setProblem] = useState();

  useEffect(() => {
    loadGrowth().then(setSeries, error => setProblem(error.message));
  }, []);

  return (
    <main>
      <h1>Growth</h1>
      {problem && <p role="alert">{problem}</p>}
      {series.map(one => <Share key={one.symbol} {...one} />)}
    </main>
  );
}

function Share({ symbol, points }) {
  const last = points.at(-1);
  return (
    <section aria-label={symbol}>
      <h2>{symbol} <span className={last?.percent < 0 ? "down" : "up"}>{last ? `${last.percent.toFixed(1)} %` : "no prices"}</span></h2>
      {points.length > 1 && <Line points={points} />}
    </section>
  );
}

function Line({ points }) {
  const values = points.map(point => point.percent);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = index => BOX.width * index / (points.length - 1);
  const y = value => BOX.height * (1 - (value - low) / (high - low || 1));
  return (
    <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label={`From ${points[0].day} to ${points.at(-1).day}`}>
      <polyline points={values.map((value, index) => `${x(index)},${y(value)}`).join(" ")} />
    </svg>
  );
}
