import numpy as np
import matplotlib.pyplot as plt


def relu(x):
    if x > 0:
        return x
    return 0


xs = np.linspace(-5, 5, 100)
plt.plot(xs, [relu(x) for x in xs])
plt.show()
