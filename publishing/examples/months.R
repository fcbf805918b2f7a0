# Articles of each month, as a table and as a plot in R.
months <- read.csv("http://127.0.0.1:8001/archive/months.csv?_stream=on", na.strings = "")
by_month <- aggregate(articles ~ month + topic, months, sum)
by_month$day <- as.Date(paste0(by_month$month, "-01"))
dan_van <- subset(by_month, topic == "dân vận")
print(dan_van)
svg("months.svg") # R's own PDF has no Vietnamese letters
plot(dan_van$day, dan_van$articles, type = "h", xlab = "", ylab = "dân vận")
invisible(dev.off())
