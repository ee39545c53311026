"""The screens: the only place that imports streamlit. A page loads, asks and shows; it computes no clinical value."""
