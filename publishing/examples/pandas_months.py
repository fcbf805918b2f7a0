# Articles of each year and topic, in a table of pandas.
import pandas as pd

months = pd.read_csv("http://127.0.0.1:8001/archive/months.csv?_stream=on")
months["year"] = months["month"].str[:4]
print(months.pivot_table("articles", "year", "topic", aggfunc="sum", fill_value=0))
