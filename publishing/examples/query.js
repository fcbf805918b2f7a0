// The answer of any query as JSON, in a browser or in Node.js.
const sql = `select province_now, sum(articles) as articles from months
  where topic = :topic group by province_now order by articles desc`;
const query = new URLSearchParams({ sql, topic: "QCDC", _shape: "array" });
const answer = await fetch(`http://127.0.0.1:8001/archive.json?${query}`);
for (const row of await answer.json()) {
  console.log(row.province_now, row.articles);
}
